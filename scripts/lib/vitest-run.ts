import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { $ } from 'zx'
import { repositoryRoot } from './root.ts'
import { suites } from '../../vitest.config.ts'
import { emptySuites, tally, type AllowedSkip, type Tally, type VitestReport } from './test-report.ts'

const nothing: Tally = { passed: 0, failed: 0, skipped: 0, forbiddenSkips: [], allowedSkips: [] }

/** Runs every vitest project and counts what became of the tests. */
export async function runVitest(run: string): Promise<Tally> {
  const reportFile = join(run, 'vitest.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
  const { exitCode } = await $({
    nothrow: true,
    stdio: ['ignore', 'inherit', 'inherit'],
    cwd: repositoryRoot,
    env: { ...process.env, LIFEBOAT_TEST_RUN: run },
  })`vitest run ${reporters}`
  const report = existsSync(reportFile)
    ? (JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport)
    : undefined
  const counted = report === undefined ? nothing : countTests(report)
  // An unhandled error belongs to no test, and must not get lost for that.
  return exitCode !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted
}

function countTests(report: VitestReport): Tally {
  const counted = tally(report, readAllowedSkips())
  const empty = emptySuites(
    report,
    suites.map(({ name }) => name),
  )
  for (const suite of empty) console.log(`✗ test/${suite} holds no test file that was run`)
  return { ...counted, failed: counted.failed + empty.length }
}

function readAllowedSkips(): AllowedSkip[] {
  return JSON.parse(readFileSync(join(repositoryRoot, 'test', 'allowed-skips.json'), 'utf8')) as AllowedSkip[]
}

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { $ } from 'zx'
import { repositoryRoot } from './root.ts'
import { tally, type AllowedSkip, type Tally, type VitestReport } from './test-report.ts'

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
  const counted = existsSync(reportFile)
    ? tally(JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport, readAllowedSkips())
    : nothing
  // An unhandled error belongs to no test, and must not get lost for that.
  return exitCode !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted
}

function readAllowedSkips(): AllowedSkip[] {
  return JSON.parse(readFileSync(join(repositoryRoot, 'test', 'allowed-skips.json'), 'utf8')) as AllowedSkip[]
}

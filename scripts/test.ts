import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { makeImages } from './images.ts'
import { explainFailure } from './lib/could-not-run.ts'
import { runGates } from './lib/gate.ts'
import { killLeftovers } from './lib/leftovers.ts'
import { describeServersMet } from './lib/servers-met.ts'
import type { Tally } from './lib/test-report.ts'
import { runVitest } from './lib/vitest-run.ts'
import { setUp } from './setup.ts'

/** Everything that must hold before a change may land; resolves to the numbers of the last line. */
async function runEverything(): Promise<Pick<Tally, 'passed' | 'failed' | 'skipped'>> {
  await setUp()
  await makeImages()
  const failedGates = await runGates()
  const run = await mkdtemp(join(tmpdir(), 'lb-run-'))
  try {
    const tests = await runVitest(run)
    const leftovers = killLeftovers(run)
    explain(failedGates, tests, [
      ...describeServersMet(run),
      ...leftovers.map((one) => `✗ left running: ${one}`),
    ])
    const none = tests.passed + tests.failed === 0 ? 1 : 0
    const failed = tests.failed + failedGates.length + tests.forbiddenSkips.length + leftovers.length + none
    return { passed: tests.passed, failed, skipped: tests.skipped }
  } finally {
    await rm(run, { recursive: true, force: true })
  }
}

function explain(failedGates: readonly string[], tests: Tally, notes: readonly string[]): void {
  for (const gate of failedGates) console.log(`✗ ${gate} failed, see above`)
  for (const name of tests.forbiddenSkips) console.log(`✗ skipped without a reason: ${name}`)
  for (const { test, reason } of tests.allowedSkips) console.log(`- skipped: ${test}: ${reason}`)
  for (const note of notes) console.log(note)
}

async function main(): Promise<void> {
  let result = { passed: 0, failed: 1, skipped: 0 }
  try {
    result = await runEverything()
  } catch (error) {
    console.error(explainFailure(error))
    process.exitCode = 7
  }
  if (result.failed > 0) process.exitCode ??= 1
  console.log(`tests: ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped`)
}

await main()

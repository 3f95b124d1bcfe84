import { expect, test } from 'vitest'
import { evidenceBench, report, writeBackups } from '../../support/evidence/repository.ts'
import { publishScene } from '../../support/github/api/publish-scene.ts'
import { collectRecords, type Collected } from '../../../src/evidence/collect.ts'
import { openGitBranch } from '../../../src/evidence/branch/git-branch.ts'
import { systemClock } from '../../../src/runtime/clock.ts'
import { testContext } from '../../support/context.ts'

const RUNS = 20

/** Twenty runs while records still come in, and one afterwards for what came last. */
async function collectAtOnce(
  collect: () => Promise<Collected>,
  write: (from: number, to: number) => Promise<void>,
): Promise<readonly Collected[]> {
  await write(1, 20)
  const running = Array.from({ length: RUNS }, () => collect())
  await write(21, 40)
  return [...(await Promise.all(running)), await collect()]
}

test('twenty runs at once against GitHub lose, double and fork nothing', async () => {
  await using scene = await publishScene({ patience: { answerMs: 60_000 } })
  const results = await collectAtOnce(
    () => scene.collect(),
    (from, to) => writeBackups(scene.bench, from, to),
  )

  const batches = results.filter(({ commit }) => commit !== undefined)
  expect(results.reduce((sum, { added }) => sum + added, 0)).toBe(40)
  expect(await scene.report()).toMatchObject({ recordCount: 40, batchCount: batches.length, findings: [] })
  const tries = scene.github.asked.filter((kind) => kind === 'createCommit').length
  expect(tries).toBeGreaterThan(batches.length)
  const commits = scene.github.repository.run(['rev-list', '--count', '--first-parent', 'main']).trim()
  expect(commits).toBe(String(batches.length + 1))
})

test('twenty runs in the same millisecond in the repository of a git server lose, double and fork nothing', async () => {
  await using bench = await evidenceBench(['--bare'])
  const started = new Date()
  const clock = { ...systemClock, now: () => started }
  const collect = async (): Promise<Collected> => {
    await using context = await testContext({ clock })
    const branch = await openGitBranch(bench.place, context)
    return await collectRecords({ stores: [await bench.store()], branch, context })
  }
  const results = await collectAtOnce(collect, (from, to) => writeBackups(bench, from, to))

  const batches = results.filter(({ commit }) => commit !== undefined)
  expect(results.reduce((sum, { added }) => sum + added, 0)).toBe(40)
  expect(await report(bench)).toMatchObject({ recordCount: 40, batchCount: batches.length, findings: [] })
})

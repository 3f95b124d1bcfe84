import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { listBackups } from '../../../src/backup/catalog.ts'
import { sweepStore } from '../../../src/backup/sweep.ts'
import { runVerify } from '../../../src/backup/verify.ts'
import type { StoreReader } from '../../../src/core/store.ts'
import { openBackupBench } from '../../support/backup-bench.ts'
import { keysOf } from '../../support/keys-of.ts'
import { aheadBy } from '../../support/moved-clock.ts'
import { startBackupChild } from '../../support/start-backup-child.ts'

const RUNS = 15
const HOURS_3 = 3 * 3_600_000

test('killed at any moment: nothing is listed that is not whole, and sweep removes the rest', async () => {
  await using bench = await openBackupBench()
  const { source, storeFolder, encryption, store, job } = bench
  const child = { source, storeFolder, recipients: encryption.recipients, pauseMs: 10 }

  const whole = await startBackupChild(child).outcome
  expect(whole).toMatchObject({ outcome: 'succeeded' })
  for (let run = 0; run < RUNS; run += 1) {
    // The first one stands still, so that at least one is killed half-way however fast the computer is.
    const killed = startBackupChild(run === 0 ? { ...child, pauseMs: 60_000 } : child)
    await untilStarted(store, run + 2)
    await sleep((whole!.durationMs! * run) / (RUNS - 3))
    killed.process.kill('SIGKILL')
    await killed.outcome
  }

  // Every backup that is listed can be read whole; one killed before its record is unanchored, never false.
  const listed = await listBackups(store, 'books')
  for (const { id } of listed) {
    const record = await runVerify({ ...job, selector: id, acceptUnanchored: true })
    expect(record).toMatchObject({ outcome: 'succeeded', opened: true })
  }

  const unfinished = (await keysOf(store, 'started/')).length - listed.length
  expect(unfinished).toBeGreaterThan(0)

  // While they might still be running nothing of theirs goes.
  const before = await keysOf(store, 'data/')
  await sweepStore({ target: 'books', store, context: job.context })
  expect(await keysOf(store, 'data/')).toEqual(before)

  const removed = await sweepStore({ target: 'books', store: aheadBy(store, HOURS_3), context: job.context })
  expect(removed.filter((sentence) => sentence.includes('unfinished backup'))).toHaveLength(unfinished)
  expect(await keysOf(store, 'started/')).toEqual([])
  const ids = new Set((await keysOf(store, 'data/')).map((key) => key.split('/')[2]))
  expect(ids).toEqual(new Set(listed.map(({ id }) => id)))
  expect(await filesOutsideObjects(storeFolder, await keysOf(store, ''))).toEqual([])
  expect(await runVerify({ ...job, selector: 'latest', acceptUnanchored: true })).toMatchObject({
    outcome: 'succeeded',
  })
})

async function untilStarted(store: StoreReader, count: number): Promise<void> {
  while ((await keysOf(store, 'started/')).length < count) await sleep(2)
}

/** Files in the folder of a store that it does not list: what unfinished writes left. */
async function filesOutsideObjects(folder: string, keys: readonly string[]): Promise<readonly string[]> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  )
  const known = new Set(keys)
  return files
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .filter((key) => !known.has(key))
}

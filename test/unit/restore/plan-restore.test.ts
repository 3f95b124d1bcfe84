import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runBackup } from '../../../src/backup/backup.ts'
import type { Engine } from '../../../src/core/engine.ts'
import { LifeboatError } from '../../../src/core/errors.ts'
import { planRestore } from '../../../src/restore/plan-restore.ts'
import { runRestore } from '../../../src/restore/restore.ts'
import { openBackupBench, type BackupBench } from '../../support/backup-bench.ts'
import { ledgerFile } from '../../support/engines/ledger-file/index.ts'
import { openTreeBench } from '../../support/tree-bench.ts'

let bench: BackupBench

beforeAll(async () => {
  bench = await openBackupBench()
  expect(await runBackup(bench.job)).toMatchObject({ outcome: 'succeeded' })
})
afterAll(() => bench[Symbol.asyncDispose]())

describe('a backup that no running server can be loaded with', () => {
  const refusal = new LifeboatError({ code: 'not-supported', what: 'it needs a stopped server' })
  const asked: (readonly string[])[] = []
  const shown: unknown[] = []
  const engine = {
    ...ledgerFile,
    destination: () => 'elsewhere',
    inspect: () => Promise.reject(new Error('the destination is not asked')),
    requireRestorable: (parts: readonly string[]): void => {
      asked.push(parts)
      throw refusal
    },
  } as unknown as Engine

  const restore = (planOnly: boolean) =>
    runRestore({
      ...bench.job,
      engine,
      selector: 'latest',
      into: 'ledger://elsewhere',
      acceptUnanchored: false,
      planOnly,
      show: (plan) => shown.push(plan),
      confirm: () => Promise.reject(new Error('nobody is asked')),
    })

  test('is refused before a plan is shown, and so is its plan alone', async () => {
    await expect(restore(true)).rejects.toBe(refusal)
    expect(await restore(false)).toMatchObject({
      outcome: 'couldNotRun',
      error: { code: 'not-supported' },
      confirmedBy: 'none',
    })
    expect(shown).toEqual([])
    expect(asked[0]).toContain('cash.ledger')
  })
})

test('a plan counts what the bases of an increment hold too', async () => {
  await using chain = await openTreeBench()
  const [first, second] = [await chain.backUp(), await chain.backUp({ incremental: true })]
  expect(second.bases).toEqual([first.id])
  const { target, store, context, engine } = chain.job
  const identity = { version: '1.0', id: 'destination', address: 'elsewhere' }
  const inspect = async () => ({ identity, exists: true, objects: 0 })
  const request = { target: target.name, store, selector: 'latest', destination: 'x', context }
  const { plan } = await planRestore({ ...request, engine: { ...engine, inspect } })
  expect(plan.storedBytes).toBe(Number(first.storedBytes) + Number(second.storedBytes))
})

describe('what must be typed', () => {
  test.each([
    ['server', 'db.internal:5432/orders', 'orders'],
    ['server', 'kubectl:shop/pod/orders-0 → 5432/orders', 'orders'],
    ['host', 'one.internal:7687/neo4j', 'one.internal:7687/neo4j'],
    ['host', 'kubectl:shop/pod/graph-0 → 7687/neo4j', 'kubectl:shop/pod/graph-0:7687/neo4j'],
    ['host', 'cache.internal:6379', 'cache.internal:6379'],
  ] as const)('of an engine that loads into a %s, at %s: %s', async (loads, address, confirmation) => {
    const identity = { version: '1.0', id: 'destination', address }
    const engine = {
      ...ledgerFile,
      capabilities: { ...ledgerFile.capabilities, loads },
      inspect: async () => ({ identity, exists: true, objects: 0 }),
    } as unknown as Engine
    const { target, store, context } = bench.job
    const request = { target: target.name, engine, store, selector: 'latest', destination: 'x', context }
    expect((await planRestore(request)).plan.confirmation).toBe(confirmation)
  })
})

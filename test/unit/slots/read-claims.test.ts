import { expect, test } from 'vitest'
import { KEYS } from '../../../src/core/manifest.ts'
import type { StoreWriter } from '../../../src/core/store.ts'
import type { Claims } from '../../../src/schedule/due.ts'
import { claimSlot } from '../../../src/slots/claim-slot.ts'
import { readClaims } from '../../../src/slots/read-claims.ts'
import { testContext } from '../../support/context.ts'
import { memoryStore } from '../../support/stores/memory-store.ts'

const HOUR_MS = 3_600_000
const HOLD_MS = 6 * HOUR_MS
const at = (text: string): number => Date.parse(`2026-11-${text}:00Z`)

/** A store whose clock is moved by hand. */
interface Scene extends AsyncDisposable {
  readonly asked: readonly string[]
  claim(now: number, slots: readonly number[], record: string): Promise<void>
  finish(record: string): Promise<void>
  read(now: number): Promise<Claims>
}

async function openScene(): Promise<Scene> {
  const context = await testContext()
  let now = 0
  const asked: string[] = []
  const memory = memoryStore(() => new Date(now))
  const store: StoreWriter = {
    ...memory,
    list: (prefix) => {
      asked.push(`list ${prefix}`)
      return memory.list(prefix)
    },
    read: (key) => {
      asked.push(`read ${key}`)
      return memory.read(key)
    },
  }
  const slot = { store, target: 'books', kind: 'backup', holdMs: HOLD_MS, context } as const
  return {
    asked,
    claim: async (time, slots, recordId) => {
      now = time
      for (const scheduled of slots)
        await claimSlot({ ...slot, scheduledFor: new Date(scheduled).toISOString(), recordId })
    },
    finish: async (recordId) => void (await memory.put(KEYS.record(recordId), Buffer.from('{}'))),
    read: (time) => {
      asked.length = 0
      return readClaims({ ...slot, since: new Date('2025-06-01T00:00:00Z'), now: new Date(time) })
    },
    [Symbol.asyncDispose]: () => context[Symbol.asyncDispose](),
  }
}

const hours = (from: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => from + index * HOUR_MS)
const [FIRST, SECOND] = ['20261103T120000Z-aaaa', '20261103T130000Z-bbbb']

test('what a killed tick had claimed is found, also when others have been done since', async () => {
  await using scene = await openScene()
  const claimed = hours(at('03T00:07'), 12)
  await scene.claim(at('03T12:00'), claimed, FIRST)
  await scene.claim(at('03T13:00'), hours(at('03T12:07'), 1), SECOND)
  await scene.finish(SECOND)
  const early = await scene.read(at('03T14:00'))
  expect(claimed.map((time) => early.slots.get(time))).toEqual(claimed.map(() => 'held'))
  const late = await scene.read(at('03T20:00'))
  expect(claimed.map((time) => late.slots.get(time))).toEqual(claimed.map(() => 'abandoned'))
  expect(late.settledUntil).toEqual(new Date(at('03T12:07')))
})

test('the last takeover speaks for its time', async () => {
  await using scene = await openScene()
  const slots = hours(at('03T11:07'), 1)
  await scene.claim(at('03T12:00'), slots, FIRST)
  await scene.claim(at('03T19:00'), slots, SECOND)
  await scene.finish(SECOND)
  expect([...(await scene.read(at('03T20:00'))).slots.values()]).toEqual(['done'])
})

test('what was done long ago is neither listed nor read again', async () => {
  await using scene = await openScene()
  for (const [index, time] of hours(at('01T00:07'), 300).entries()) {
    const record = `20261101T000000Z-${String(index).padStart(4, '0')}`
    await scene.claim(time, [time], record)
    await scene.finish(record)
  }
  const { settledUntil } = await scene.read(at('14T00:00'))
  expect(settledUntil).toEqual(new Date(at('01T00:07') + 299 * HOUR_MS))
  expect(scene.asked.slice(0, 2)).toEqual([
    'list slots/books/backup/202611',
    'list slots/books/backup/202610',
  ])
  expect(scene.asked.slice(2).length).toBeLessThanOrEqual(20)
})

test('where nothing was done for months it is looked for further back', async () => {
  await using scene = await openScene()
  const january = Date.parse('2026-01-05T02:17:00Z')
  await scene.claim(january, [january], FIRST)
  await scene.finish(FIRST)
  expect((await scene.read(at('14T00:00'))).settledUntil).toEqual(new Date(january))
})

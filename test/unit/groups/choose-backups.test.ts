import { expect, test } from 'vitest'
import { LifeboatError } from '../../../src/core/errors.ts'
import { KEYS } from '../../../src/core/manifest.ts'
import type { TargetJob } from '../../../src/evidence/target-job.ts'
import { chooseBackups, type GroupChoice } from '../../../src/groups/choose-backups.ts'
import { memoryStore } from '../../support/stores/memory-store.ts'

const random = { bytes: (length: number) => new Uint8Array(length) }

/** Two members with backups of these hours of a day; the second one is the source of truth. */
async function choiceOf(
  search: readonly number[],
  shop: readonly number[],
  more: Partial<GroupChoice> = {},
): Promise<GroupChoice> {
  const store = memoryStore(() => new Date(0))
  const members: TargetJob[] = []
  for (const [name, hours] of Object.entries({ search, shop })) {
    for (const hour of hours) await store.put(KEYS.manifest(name, idAt(hour)), new Uint8Array(1))
    // Nothing else of a job is looked at.
    members.push({ target: { name }, store, context: { random } } as unknown as TargetJob)
  }
  return { members, plan: { select: 'latest' }, ...more }
}

function idAt(hour: number): string {
  return `20261121T${String(hour).padStart(2, '0')}0000Z-aaaaaaaa`
}

async function chosen(choice: Promise<GroupChoice>): Promise<object> {
  const found = await chooseBackups(await choice)
  return Object.fromEntries(
    [...found].map(([name, one]) => [
      name,
      one instanceof LifeboatError ? one.code : `${one.entry.at.getUTCHours()} ${one.selection.method}`,
    ]),
  )
}

test('the newest of the source of truth, and of each other member the newest begun before it', async () => {
  expect(await chosen(choiceOf([1, 8, 11], [2, 12]))).toEqual({ search: '11 latest', shop: '12 latest' })
  expect(await chosen(choiceOf([1, 8, 20], [2, 9]))).toEqual({ search: '8 nearest', shop: '9 latest' })
  expect(await chosen(choiceOf([14], [2, 9]))).toEqual({ search: '14 latest', shop: '9 latest' })
})

test('an older point by a time or an id of the source of truth', async () => {
  const shop = [2, 12]
  const earlier = { selector: '2026-11-21T03:00:00Z' }
  expect(await chosen(choiceOf([1, 8], shop, earlier))).toEqual({ search: '1 nearest', shop: '2 given' })
  const named = { selector: idAt(12) }
  expect(await chosen(choiceOf([1, 8], shop, named))).toEqual({ search: '8 nearest', shop: '12 given' })
})

test('the oldest point of the source of truth', async () => {
  const plan = { select: 'oldest' } as const
  expect(await chosen(choiceOf([1, 8], [7, 9], { plan }))).toEqual({ search: '1 nearest', shop: '7 oldest' })
})

test('what this run took, whatever else there is', async () => {
  const taken = new Map([
    ['search', idAt(8)],
    ['shop', idAt(9)],
  ])
  expect(await chosen(choiceOf([1, 8], [2, 9], { taken }))).toEqual({ search: '8 latest', shop: '9 latest' })
  expect(await chosen(choiceOf([1, 8, 10], [2, 9], { taken }))).toEqual({
    search: '8 nearest',
    shop: '9 latest',
  })
})

test('a derived store that took long, whose next run began nearer to the source of truth', async () => {
  const first = { selector: '2026-11-21T11:00:00Z' }
  expect(await chosen(choiceOf([6, 11], [10, 20], first))).toEqual({ search: '6 nearest', shop: '10 given' })
})

test('why a member has none is kept for its drill, and without the source of truth there is no point', async () => {
  expect(await chosen(choiceOf([], [2]))).toEqual({ search: 'backup-unknown', shop: '2 latest' })
  expect(await chosen(choiceOf([1], []))).toEqual({ shop: 'backup-unknown' })
})

test('what was asked for and is not there is never another one', async () => {
  const gone = { selector: '2026-11-20T00:00:00Z' }
  await expect(chosen(choiceOf([1], [2], gone))).rejects.toMatchObject({ code: 'backup-unknown' })
  const taken = new Map([
    ['search', idAt(7)],
    ['shop', idAt(9)],
  ])
  expect(await chosen(choiceOf([1], [2, 9], { taken }))).toEqual({
    search: 'backup-unknown',
    shop: '9 latest',
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { retentionPlan } from '../../../src/retention/retention-plan.ts'
import type { CopyProof, RetentionBackup, RetentionInput } from '../../../src/retention/scene.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const START = Date.UTC(2025, 0, 1)

const days = (most: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: most }).map((n) => n * DAY_MS)

const policy = fc.record(
  {
    withinMs: days(60),
    minimumAgeMs: days(10),
    minimumCount: fc.integer({ min: 1, max: 5 }),
    monthly: fc.integer({ min: 1, max: 4 }),
    yearly: fc.integer({ min: 1, max: 3 }),
    intervalMs: fc.integer({ min: 1, max: 200 }).map((n) => n * HOUR_MS),
  },
  { requiredKeys: ['minimumAgeMs', 'minimumCount'] },
)

const backup = fc
  .record({ hour: fc.integer({ min: 0, max: 24 * 500 }), troubled: fc.integer({ min: 0, max: 9 }) })
  .map(({ hour, troubled }): RetentionBackup => {
    const at = new Date(START + hour * HOUR_MS).toISOString()
    return { id: `b${hour}`, at, ...(troubled === 0 ? { trouble: 'no record vouches for it' } : {}) }
  })

const input = fc
  .record({
    backups: fc.uniqueArray(backup, { selector: ({ id }) => id, maxLength: 25 }),
    verdicts: fc.array(fc.constantFrom('proven', 'bad', undefined), { minLength: 25, maxLength: 25 }),
    policy,
    age: fc.integer({ min: 0, max: 24 * 700 }),
  })
  .map(({ backups, verdicts, policy: rules, age }): RetentionInput => {
    const proofs = backups.flatMap(({ id }, index): CopyProof[] => {
      const result = verdicts[index]
      return result === undefined ? [] : [{ backup: id, result, by: `record of ${id}` }]
    })
    return { backups, proofs, policy: rules, now: new Date(START + age * HOUR_MS) }
  })

const dropped = (given: RetentionInput): readonly string[] =>
  retentionPlan(given).flatMap(({ backup: { id }, keep }) => (keep ? [] : [id]))

function goodOf({ backups, proofs }: RetentionInput): readonly RetentionBackup[] {
  const bad = new Set(proofs.flatMap(({ backup: id, result }) => (result === 'bad' ? [id] : [])))
  const good = backups.filter(({ id, trouble }) => trouble === undefined && !bad.has(id))
  return good.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
}

const newestProven = (given: RetentionInput): RetentionBackup | undefined =>
  goodOf(given).find(({ id }) =>
    given.proofs.some(({ backup: proven, result }) => proven === id && result === 'proven'),
  )

function always(holds: (given: RetentionInput) => void): void {
  fc.assert(fc.property(input, holds), { numRuns: 500 })
}

test('the newest good ones and the newest proven one stay', () =>
  always((given) => {
    const stay = [...goodOf(given).slice(0, given.policy.minimumCount), newestProven(given)]
    const gone = dropped(given)
    expect(stay.filter((each) => each !== undefined && gone.includes(each.id))).toEqual([])
  }))

test('nothing young or in trouble goes, and nothing without a newer good one', () =>
  always((given) => {
    const gone = given.backups.filter(({ id }) => dropped(given).includes(id))
    const [newest] = goodOf(given)
    for (const { at, trouble } of gone) {
      expect(given.now.getTime() - Date.parse(at)).toBeGreaterThanOrEqual(given.policy.minimumAgeMs)
      expect(trouble).toBeUndefined()
      expect(Date.parse(newest?.at ?? '')).toBeGreaterThan(Date.parse(at))
    }
  }))

test('what is removed once leaves nothing to remove', () =>
  always((given) => {
    const gone = new Set(dropped(given))
    const left = given.backups.filter(({ id }) => !gone.has(id))
    expect(dropped({ ...given, backups: left })).toEqual([])
  }))

test('the order of the input does not matter', () =>
  always((given) => {
    const turned = { ...given, backups: given.backups.toReversed(), proofs: given.proofs.toReversed() }
    expect(retentionPlan(turned)).toEqual(retentionPlan(given))
  }))

test('time only ever adds to what goes', () =>
  always((given) => {
    const later = { ...given, now: new Date(given.now.getTime() + 3 * DAY_MS) }
    expect(dropped(later)).toEqual(expect.arrayContaining([...dropped(given)]))
  }))

test('a newer good one makes nothing go that an age or a proof keeps', () =>
  always((given) => {
    const { withinMs = 0, minimumAgeMs } = given.policy
    const safeMs = Math.max(withinMs, minimumAgeMs)
    const at = new Date(
      Math.max(given.now.getTime(), ...given.backups.map((each) => Date.parse(each.at) + 1)),
    )
    const more = { ...given, backups: [...given.backups, { id: 'new', at: at.toISOString() }] }
    const young = given.backups.filter((each) => given.now.getTime() - Date.parse(each.at) < safeMs)
    const safe = [...young.map(({ id }) => id), newestProven(given)?.id, 'new']
    expect(dropped(more).filter((id) => safe.includes(id))).toEqual([])
  }))

test('late backups: what was kept when the newest good one was due again stays for good', () =>
  always((given) => {
    const { intervalMs } = given.policy
    const [newest] = goodOf(given)
    if (intervalMs === undefined || newest === undefined) return
    const late = new Date(Date.parse(newest.at) + 2 * intervalMs + given.policy.minimumAgeMs)
    const muchLater = new Date(late.getTime() + 1000 * DAY_MS)
    expect(dropped({ ...given, now: muchLater })).toEqual(dropped({ ...given, now: late }))
  }))

test('a doubt keeps everything', () =>
  always((given) => {
    expect(dropped({ ...given, doubts: ['record x cannot be read'] })).toEqual([])
  }))

test('every decision says why', () =>
  always((given) => {
    for (const { reasons } of retentionPlan(given)) expect(reasons.length).toBeGreaterThan(0)
  }))

test('what a kept increment is based on stays', () =>
  always((given) => {
    const oldestFirst = given.backups.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    const chained = oldestFirst.map((each, index) => {
      const bases = index % 4 === 0 ? [] : oldestFirst.slice(index - (index % 4), index).map(({ id }) => id)
      return { ...each, bases }
    })
    const gone = dropped({ ...given, backups: chained })
    const needed = chained.filter(({ id }) => !gone.includes(id)).flatMap(({ bases }) => bases)
    expect(needed.filter((base) => gone.includes(base))).toEqual([])
  }))

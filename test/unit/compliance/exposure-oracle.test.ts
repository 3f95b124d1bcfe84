import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgeTarget } from '../../../src/compliance/target-compliance.ts'
import type { BackupRecord, EvidenceRecord } from '../../../src/core/record.ts'
import { backup, drill, known, policy, prune, verification } from '../../support/compliance/scene.ts'

const MINUTE_MS = 60_000
const START = Date.UTC(2026, 10, 2)
/** Minutes of the period; records begin up to a period earlier. */
const LENGTH = 240
const BAD = { error: { code: 'content-different', outcome: 'failed' } } as const

function timeOf(minute: number): string {
  return new Date(START + minute * MINUTE_MS).toISOString().slice(0, 19).replace('T', ' ')
}

interface Life {
  readonly taken: number
  readonly took: number
  readonly events: readonly {
    readonly kind: 'verified' | 'drilled' | 'removed'
    readonly good: boolean
    readonly after: number
  }[]
}

const life = fc.record<Life>({
  taken: fc.integer({ min: -LENGTH, max: LENGTH }),
  took: fc.integer({ min: 1, max: 40 }),
  events: fc.array(
    fc.record({
      kind: fc.constantFrom('verified' as const, 'drilled' as const, 'drilled' as const, 'removed' as const),
      good: fc.boolean(),
      after: fc.integer({ min: 0, max: LENGTH }),
    }),
    { maxLength: 3 },
  ),
})
const policies = fc.uniqueArray(
  fc.record({
    from: fc.integer({ min: -LENGTH, max: LENGTH }),
    rpo: fc.option(fc.integer({ min: 1, max: 150 }), { nil: undefined }),
  }),
  { maxLength: 3, selector: ({ from }) => from },
)

interface Told {
  readonly record: BackupRecord
  readonly availableAt: number
  readonly events: readonly (Life['events'][number] & { readonly time: number })[]
}

test('minute by minute, the curve, the share and the breaches are the same', () => {
  fc.assert(
    fc.property(fc.array(life, { maxLength: 6 }), policies, fc.nat(), (lives, asked, seed) => {
      const told = lives.map(tell)
      const records = [...recordsOf(told), ...asked.map(policyOf)]
      const begin = Math.max(0, ...(records.length === 0 ? [LENGTH] : [Math.min(...records.map(startOf))]))
      const shuffled = records.toSorted((a, b) => mix(a.id, seed) - mix(b.id, seed))
      const span = { from: START, to: START + LENGTH * MINUTE_MS }
      const { rpo } = judgeTarget(known(shuffled), {
        target: 'orders',
        engine: 'postgres',
        span,
        asOf: START + 10 * LENGTH * MINUTE_MS,
      })
      for (const standing of ['claimed', 'proven'] as const) {
        const { worst, withoutPointMs, judgedMs, insideMs, breaches } = rpo[standing]
        expect({
          worst: worst?.exposureMs,
          withoutPointMs,
          judgedMs,
          insideMs,
          outside: breaches.map(({ from, to }) => [from, to]),
        }).toEqual(bruteForce({ told, asked, begin, standing }))
      }
    }),
    { numRuns: 300 },
  )
})

function tell({ taken, took, events }: Life, index: number): Told {
  const availableAt = taken + took
  // A second apart: what two records of one moment say has no order.
  const record = backup({
    start: timeOf(taken),
    end: timeOf(availableAt),
    suffix: `b${String(index).padStart(3, '0')}`,
  })
  const later = events.map((event) => ({ ...event, time: availableAt + event.after }))
  const distinct = later.filter(
    ({ time }, place) => later.findIndex((other) => other.time === time) === place,
  )
  return { record, availableAt, events: distinct.toSorted((a, b) => a.time - b.time) }
}

function recordsOf(told: readonly Told[]): readonly EvidenceRecord[] {
  return told.flatMap(({ record, events }) => [
    record,
    ...events.map(({ kind, good, time }) => {
      const given = { start: timeOf(time), ...(good ? {} : BAD), suffix: record.id.slice(-4) }
      if (kind === 'removed')
        return prune([record], {
          start: timeOf(time),
          result: good ? 'removed' : 'failed',
          suffix: given.suffix.replace('b', 'r'),
        })
      return kind === 'verified'
        ? verification(record, { ...given, suffix: given.suffix.replace('b', 'v') })
        : drill(record, { ...given, suffix: given.suffix.replace('b', 'd') })
    }),
  ])
}

function policyOf({
  from,
  rpo,
}: {
  readonly from: number
  readonly rpo?: number | undefined
}): EvidenceRecord {
  return policy({ start: timeOf(from), objectives: rpo === undefined ? {} : { rpoMs: rpo * MINUTE_MS } })
}

function startOf({ startedAt }: EvidenceRecord): number {
  return (Date.parse(startedAt) - START) / MINUTE_MS
}

function mix(text: string, seed: number): number {
  return Buffer.from(text).reduce((sum, byte) => (sum * 31 + byte + seed) % 9973, 7)
}

interface Asked {
  readonly told: readonly Told[]
  readonly asked: readonly { readonly from: number; readonly rpo?: number | undefined }[]
  readonly begin: number
  readonly standing: 'claimed' | 'proven'
}

/** Asks of every minute which points could be gone back to. */
function bruteForce({ told, asked, begin, standing }: Asked): object {
  let worst: number | undefined
  let without = 0
  let judged = 0
  let inside = 0
  const outside: [string, string][] = []
  for (let minute = begin; minute < LENGTH; minute++) {
    const points = told
      .filter((point) => countsAt(point, minute, standing))
      .map(({ record }) => startOf(record))
    const newest = points.length === 0 ? undefined : Math.max(...points)
    const loss = newest === undefined ? undefined : minute + 1 - newest
    const rpo = asked.filter(({ from }) => from <= minute).toSorted((a, b) => b.from - a.from)[0]?.rpo
    if (loss === undefined) without++
    else worst = Math.max(worst ?? 0, loss)
    if (rpo === undefined) continue
    judged++
    if (loss !== undefined && loss <= rpo) inside++
    else if (outside.at(-1)?.[1] === instantOf(minute)) outside.at(-1)![1] = instantOf(minute + 1)
    else outside.push([instantOf(minute), instantOf(minute + 1)])
  }
  return {
    worst: worst === undefined ? undefined : worst * MINUTE_MS,
    withoutPointMs: without * MINUTE_MS,
    judgedMs: judged * MINUTE_MS,
    insideMs: inside * MINUTE_MS,
    outside,
  }
}

function countsAt({ availableAt, events }: Told, minute: number, standing: 'claimed' | 'proven'): boolean {
  const seen = events.filter(({ time }) => time <= minute)
  const lastRemoval = seen.findLast(({ kind }) => kind === 'removed')
  if (availableAt > minute || lastRemoval?.good === true) return false
  const judged = seen.filter(({ kind }) => kind !== 'removed')
  const badAt = judged.findLastIndex(({ good }) => !good)
  const since = judged.slice(badAt + 1)
  const lastDrill = judged.findLast(({ kind }) => kind === 'drilled')
  // What a drill found stands until another proves the contrary; what a verification found, until anything good.
  if (lastDrill?.good === false || (badAt !== -1 && since.length === 0)) return false
  return standing === 'claimed' || since.some(({ kind }) => kind === 'drilled')
}

function instantOf(minute: number): string {
  return `${timeOf(minute).replace(' ', 'T')}Z`
}

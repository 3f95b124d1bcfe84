import { describe, expect, test } from 'vitest'
import type { Population } from '../../../src/compliance/population.ts'
import { judgeTarget } from '../../../src/compliance/target-compliance.ts'
import type { EvidenceRecord } from '../../../src/core/record.ts'
import { backup, check, drill, known, ms, policy, prune } from '../../support/compliance/scene.ts'

const nightly = policy({ start: '10-01', schedule: { backup: '17 2 * * *' } })
const cancelled = { error: { code: 'cancelled', outcome: 'cancelled' } } as const
const notRun = { error: { code: 'server-unreachable', outcome: 'couldNotRun' } } as const
const breached = { error: { code: 'objective-breached', outcome: 'failed' } } as const

/** 1 to 3 November. */
function reconcile(records: readonly EvidenceRecord[], asOf = '11-06'): Population {
  const span = { from: ms('11-01'), to: ms('11-04') }
  const question = { target: 'orders', engine: 'postgres', span, asOf: ms(asOf) }
  return judgeTarget(known(records), question).population
}

function states(population: Population): readonly string[] {
  return population.slots.map(
    ({ kind, scheduledFor, state }) => `${kind} ${scheduledFor.slice(5, 16)} ${state}`,
  )
}

function run(slot: string, start = slot, more: object = {}): EvidenceRecord {
  return backup({ start, end: start, slot, ...more })
}

test('every expected run is there, whatever became of it', () => {
  const population = reconcile([
    nightly,
    run('11-01 02:17', '11-01 02:20'),
    run('11-02 02:17', '11-02 03:18'),
    run('11-03 02:17', '11-03 02:18', notRun),
  ])
  expect(states(population)).toEqual([
    'backup 11-01T02:17 executed',
    'backup 11-02T02:17 late',
    'backup 11-03T02:17 failed',
  ])
  expect(population.counts).toMatchObject([
    { kind: 'backup', expected: 3, executed: 1, late: 1, failed: 1, missed: 0 },
  ])
  expect(population.slots[1]).toMatchObject({ slippageMs: 61 * 60_000 })
})

test('a run is late after half the time to the next one when that is less than an hour', () => {
  const hourly = policy({ start: '10-01', schedule: { backup: '0 3 * * *' } })
  const often = policy({ start: '10-01', schedule: { backup: '0,20 3 * * *' } })
  const after15 = run('11-01 03:00', '11-01 03:15')
  expect(states(reconcile([hourly, after15]))[0]).toContain('executed')
  expect(states(reconcile([often, after15]))[0]).toContain('late')
})

describe('what nobody ran', () => {
  test('is missed, and says who found out', () => {
    const finder = run('11-03 02:17', '11-03 02:17', { missed: ['11-02 02:17'] })
    const { slots } = reconcile([nightly, finder])
    expect(slots.map(({ state }) => state)).toEqual(['missed', 'missed', 'executed'])
    expect(slots.map(({ noticedBy }) => noticedBy)).toEqual([undefined, finder.id, undefined])
  })

  test('is pending while a run may still come, at most a day', () => {
    const drills = policy({ start: '10-01', schedule: { drill: '17 4 1 * *' } })
    expect(states(reconcile([drills], '11-01 12:00'))).toEqual(['drill 11-01T04:17 pending'])
    expect(states(reconcile([drills], '11-02 04:17'))).toEqual(['drill 11-01T04:17 missed'])
  })

  test('is not expected before it is due', () => {
    expect(states(reconcile([nightly], '11-02 02:17'))).toEqual(['backup 11-01T02:17 missed'])
  })
})

test('of several attempts the first that did it decides, and the others are superseded', () => {
  const attempts = [
    run('11-01 02:17', '11-01 02:17', { ...cancelled, suffix: 'a001' }),
    run('11-01 02:17', '11-01 02:40', { suffix: 'a002' }),
    run('11-01 02:17', '11-01 02:50', { ...notRun, suffix: 'a003' }),
  ]
  const { slots, counts } = reconcile([nightly, ...attempts])
  expect(slots[0]).toMatchObject({ state: 'executed', slippageMs: 23 * 60_000 })
  expect(slots[0]?.runs.map(({ id, superseded }) => `${id.slice(-4)} ${superseded}`)).toEqual([
    'a001 true',
    'a002 false',
    'a003 true',
  ])
  expect(counts).toMatchObject([{ expected: 3, executed: 1, superseded: 2 }])
})

test('a cancelled run was not executed', () => {
  expect(states(reconcile([nightly, run('11-01 02:17', '11-01 02:18', cancelled)]))[0]).toContain('cancelled')
})

test('a run that found a breach did what it was asked for', () => {
  const drills = policy({ start: '10-01', schedule: { drill: '17 4 1 * *' } })
  const slow = drill(backup({ start: '10-31', end: '10-31' }), {
    start: '11-01 04:17',
    slot: '11-01 04:17',
    ...breached,
  })
  expect(states(reconcile([drills, slow]))).toEqual(['drill 11-01T04:17 executed'])
})

test('runs that no schedule asked for are counted apart', () => {
  const { unexpected, counts } = reconcile([
    nightly,
    run('11-01 02:17'),
    backup({ start: '11-01 09:00', end: '11-01 09:10' }),
    run('11-02 14:00'),
    check({ start: '11-03 23:59' }),
    backup({ start: '11-04 00:00', end: '11-04 00:01', suffix: 'next' }),
  ])
  expect(unexpected.map(({ kind, reason }) => `${kind} ${reason}`)).toEqual([
    'backup manual',
    'backup notInForce',
    'check manual',
  ])
  expect(counts.map(({ kind, expected, unexpected: more }) => [kind, expected, more])).toEqual([
    ['backup', 3, 2],
    ['check', 0, 1],
  ])
})

test('a schedule that changed is expected as it was in force, in its own time zone', () => {
  const later = policy({
    start: '11-02 12:00',
    schedule: { backup: '30 23 * * *' },
    timeZone: 'Europe/Berlin',
  })
  expect(states(reconcile([nightly, later]))).toEqual([
    'backup 11-01T02:17 missed',
    'backup 11-02T02:17 missed',
    'backup 11-02T22:30 missed',
    'backup 11-03T22:30 missed',
  ])
})

test('a run of the last moment belongs to the period, one of its end does not', () => {
  const midnight = policy({ start: '10-01', schedule: { backup: '59 23 * * *', check: '0 0 * * *' } })
  const last = backup({ start: '11-03 23:59', end: '11-04 00:10', slot: '11-03 23:59' })
  expect(states(reconcile([midnight, last]))).toEqual([
    'backup 11-01T23:59 missed',
    'backup 11-02T23:59 missed',
    'backup 11-03T23:59 executed',
    'check 11-01T00:00 missed',
    'check 11-02T00:00 missed',
    'check 11-03T00:00 missed',
  ])
})

test('what a prune is about to remove is no run of its own', () => {
  const pruning = policy({ start: '10-01', schedule: { prune: '17 3 2 * *' } })
  const when = { start: '11-02 03:17', slot: '11-02 03:17' }
  expect(reconcile([pruning, prune([], { ...when, applied: false }), prune([], when)]).counts).toMatchObject([
    { kind: 'prune', expected: 1, executed: 1, superseded: 0 },
  ])
})

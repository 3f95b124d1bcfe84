import { expect, test } from 'vitest'
import { groupDrillsIn, judgeGroup } from '../../../src/compliance/group-compliance.ts'
import { judgeTarget, type TargetCompliance } from '../../../src/compliance/target-compliance.ts'
import { backup, drill, groupDrill, known, ms, policy } from '../../support/compliance/scene.ts'

const HOUR_MS = 3_600_000

/** One backup, taken some hours before noon, judged over the hour after noon; it was drilled. */
function member(target: string, ageHours: number, rtaMs: number): TargetCompliance {
  const copy = backup({
    target,
    start: `11-01 ${String(12 - ageHours).padStart(2, '0')}:00`,
    end: '11-01 12:00',
  })
  const records = known([
    policy({ target, start: '10-01', objectives: { rpoMs: 3 * HOUR_MS } }),
    copy,
    drill(copy, { target, start: '11-01 12:00', rtaMs, rtoMs: 100 }),
  ])
  const span = { from: ms('11-01 12:00'), to: ms('11-01 13:00') }
  return judgeTarget(records, { target, engine: 'postgres', span, asOf: ms('11-02') })
}

const good = member('orders', 1, 40)
const stale = member('events', 5, 70)

const PLATFORM = { name: 'platform', targets: ['events', 'orders'], reconcile: [] }

test('a group is as good as the worst of its members', () => {
  expect(judgeGroup(PLATFORM, [good, stale], [])).toEqual({
    group: 'platform',
    targets: ['events', 'orders'],
    rpo: {
      claimed: {
        verdict: 'breached',
        insideBps: 0,
        worst: { exposureMs: 6 * HOUR_MS, at: '2026-11-01T13:00:00Z', target: 'events' },
      },
      proven: {
        verdict: 'breached',
        insideBps: 0,
        worst: { exposureMs: 6 * HOUR_MS, at: '2026-11-01T13:00:00Z', target: 'events' },
      },
    },
    rto: { verdict: 'notMeasured', n: 0, slowestMemberMs: 70 },
    reconciliation: 'notMeasured',
    overall: 'breached',
  })
})

test('a member without a judgement leaves nothing met', () => {
  expect(judgeGroup({ ...PLATFORM, targets: ['orders', 'lost'] }, [good], [])).toMatchObject({
    rpo: { claimed: { verdict: 'notMeasured' } },
    rto: { verdict: 'notMeasured' },
    overall: 'notMeasured',
  })
  expect(
    judgeGroup({ ...PLATFORM, targets: ['orders', 'lost'] }, [good], []).rpo.claimed.insideBps,
  ).toBeUndefined()
})

test('its own drills measure its recovery time, and one that never was leaves nothing met', () => {
  const group = { ...PLATFORM, rtoMs: 100, reconcile: ['a rule'] }
  const fresh = member('events', 1, 70)
  const drills = [
    groupDrill({ target: 'platform', start: '11-01 12:10', rtaMs: 90 }),
    groupDrill({ target: 'platform', start: '11-01 12:20', rtaMs: 80 }),
  ]
  const judged = judgeGroup(group, [good, fresh], drills)
  expect(judged.rto).toEqual({ verdict: 'met', n: 2, maxMs: 90, slowestMemberMs: 70 })
  expect(judged.reconciliation).toBe('met')
  const never = judgeGroup(group, [good, fresh], [])
  expect(never).toMatchObject({ rto: { verdict: 'notMeasured', n: 0 }, reconciliation: 'notMeasured' })
  expect(never.overall).not.toBe('met')
})

test('one drill whose stores did not fit together breaches the group', () => {
  const bad = groupDrill({
    target: 'platform',
    start: '11-01 12:10',
    error: { code: 'content-different', outcome: 'failed' },
    verdicts: { rto: 'notMeasured', reconciliation: 'breached', overall: 'breached' },
  })
  const group = { ...PLATFORM, reconcile: ['a rule'] }
  expect(judgeGroup(group, [good, member('events', 1, 70)], [bad]).overall).toBe('breached')
})

test('only drills of this group that ended in the span and came to an end of their own count', () => {
  const span = { from: ms('11-01 12:00'), to: ms('11-01 13:00') }
  const records = known([
    groupDrill({ target: 'platform', start: '11-01 12:10' }),
    groupDrill({ target: 'other', start: '11-01 12:11' }),
    groupDrill({ target: 'platform', start: '11-01 11:59' }),
    groupDrill({ target: 'platform', start: '11-01 13:00' }),
    groupDrill({
      target: 'platform',
      start: '11-01 12:12',
      error: { code: 'cancelled', outcome: 'cancelled' },
    }),
  ])
  expect(groupDrillsIn(records, 'platform', span)).toHaveLength(1)
})

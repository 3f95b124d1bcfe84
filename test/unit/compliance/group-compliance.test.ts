import { expect, test } from 'vitest'
import { judgeGroup } from '../../../src/compliance/group-compliance.ts'
import { judgeTarget, type TargetCompliance } from '../../../src/compliance/target-compliance.ts'
import { backup, drill, known, ms, policy } from '../../support/compliance/scene.ts'

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

test('a group is as good as the worst of its members', () => {
  expect(judgeGroup({ name: 'platform', targets: ['events', 'orders'] }, [good, stale])).toEqual({
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
    rto: { verdict: 'met', maxMs: 70 },
    overall: 'breached',
  })
})

test('a member without a judgement leaves nothing met', () => {
  expect(judgeGroup({ name: 'platform', targets: ['orders', 'lost'] }, [good])).toMatchObject({
    rpo: { claimed: { verdict: 'notMeasured' } },
    rto: { verdict: 'notMeasured' },
    overall: 'notMeasured',
  })
  expect(
    judgeGroup({ name: 'platform', targets: ['orders', 'lost'] }, [good]).rpo.claimed.insideBps,
  ).toBeUndefined()
})

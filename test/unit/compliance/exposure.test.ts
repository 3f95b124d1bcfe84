import { describe, expect, test } from 'vitest'
import { judgeTarget, type TargetCompliance } from '../../../src/compliance/target-compliance.ts'
import type { EvidenceRecord } from '../../../src/core/record.ts'
import { backup, drill, known, ms, policy, prune, verification } from '../../support/compliance/scene.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const objectives = { rpoMs: 25 * HOUR_MS }

/** Three days, 1 to 3 November. */
function judge(records: readonly EvidenceRecord[], asOf = '11-05'): TargetCompliance {
  const span = { from: ms('11-01'), to: ms('11-04') }
  return judgeTarget(known(records), { target: 'orders', engine: 'postgres', span, asOf: ms(asOf) })
}

const asked = policy({ start: '10-01', objectives })
const nightly = ['10-31', '11-01', '11-02', '11-03'].map((day) =>
  backup({ start: `${day} 02:00`, end: `${day} 02:50` }),
)
const [, first, second] = nightly

test('the worst of a cycle is just before the next point lands: interval and duration', () => {
  const { claimed } = judge([asked, ...nightly]).rpo
  // 50 min more than a day, each night; the first night is the worst seen first.
  expect(claimed).toEqual({
    verdict: 'met',
    worst: { exposureMs: 24 * HOUR_MS + 50 * MINUTE_MS, at: '2026-11-01T02:50:00Z' },
    withoutPointMs: 0,
    judgedMs: 72 * HOUR_MS,
    insideMs: 72 * HOUR_MS,
    insideBps: 10_000,
    breaches: [],
  })
})

test('a nightly backup that takes 50 minutes cannot meet 24 h', () => {
  const { claimed } = judge([policy({ start: '10-01', objectives: { rpoMs: 24 * HOUR_MS } }), ...nightly]).rpo
  expect(claimed.verdict).toBe('breached')
  // 50 minutes outside each night, 150 of 4320 minutes.
  expect(claimed.insideBps).toBe(Math.floor((4170 * 10_000) / 4320))
  expect(claimed.breaches).toHaveLength(3)
  expect(claimed.breaches[1]).toEqual({
    from: '2026-11-02T02:00:00Z',
    to: '2026-11-02T02:50:00Z',
    durationMs: 50 * MINUTE_MS,
    worst: { exposureMs: 24 * HOUR_MS + 50 * MINUTE_MS, at: '2026-11-02T02:50:00Z' },
    withoutPointMs: 0,
  })
})

test('a point before the period counts at its head, and silence counts up to its end', () => {
  const { claimed } = judge([asked, backup({ start: '10-30', end: '10-30 01:00' })]).rpo
  expect(claimed.worst).toEqual({ exposureMs: 5 * 24 * HOUR_MS, at: '2026-11-04T00:00:00Z' })
  expect(claimed.breaches).toMatchObject([{ from: '2026-11-01T00:00:00Z', to: '2026-11-04T00:00:00Z' }])
  expect(claimed.insideBps).toBe(0)
})

test('without any point everything would have been lost', () => {
  const { claimed } = judge([asked, backup({ start: '11-03 12:00', end: '11-03 13:00' })]).rpo
  expect(claimed).toMatchObject({ verdict: 'breached', withoutPointMs: 61 * HOUR_MS })
  expect(claimed.worst).toEqual({ exposureMs: 12 * HOUR_MS, at: '2026-11-04T00:00:00Z' })
  expect(claimed.breaches).toEqual([
    {
      from: '2026-11-01T00:00:00Z',
      to: '2026-11-03T13:00:00Z',
      durationMs: 61 * HOUR_MS,
      withoutPointMs: 61 * HOUR_MS,
    },
  ])
})

describe('no records', () => {
  test('at all: nothing is measured and nothing met', () => {
    const { verdicts, judged, limitations } = judge([])
    const none = 'notMeasured'
    expect(verdicts).toEqual({ rpoClaimed: none, rpoProven: none, rto: none, integrity: none, overall: none })
    expect(judged).toBeUndefined()
    expect(limitations).toHaveLength(1)
  })

  test('after the period: it is not judged', () => {
    expect(judge([asked, ...nightly], '10-15').verdicts.overall).toBe('notMeasured')
  })
})

describe('objectives', () => {
  test('that were never set measure nothing, but the exposure is known', () => {
    const { claimed } = judge([policy({ start: '10-01' }), ...nightly]).rpo
    expect(claimed).toMatchObject({ verdict: 'notMeasured', judgedMs: 0 })
    expect(claimed.worst?.exposureMs).toBe(24 * HOUR_MS + 50 * MINUTE_MS)
    expect(claimed.insideBps).toBeUndefined()
  })

  test('that were dropped for a day cannot be met', () => {
    const dropped = [policy({ start: '11-02' }), policy({ start: '11-03', objectives })]
    const { claimed } = judge([asked, ...dropped, ...nightly]).rpo
    expect(claimed).toMatchObject({ verdict: 'notMeasured', judgedMs: 48 * HOUR_MS, insideBps: 10_000 })
  })

  test('that were changed are each judged while they were in force', () => {
    const stricter = policy({ start: '11-02 12:00', objectives: { rpoMs: 12 * HOUR_MS } })
    const { claimed } = judge([asked, stricter, ...nightly]).rpo
    // From noon of the 2nd the data of 02:00 may be 12 h old: from 14:00 on it is too old.
    expect(claimed.breaches).toMatchObject([
      { from: '2026-11-02T14:00:00Z', to: '2026-11-03T02:50:00Z' },
      { from: '2026-11-03T14:00:00Z', to: '2026-11-04T00:00:00Z' },
    ])
  })
})

describe('a point ceases to count', () => {
  const bad = { error: { code: 'volume-altered', outcome: 'failed' } } as const

  test('when it is found bad, and counts again when it is found good', () => {
    const found = verification(second!, { start: '11-02 10:00', ...bad })
    const { claimed } = judge([asked, ...nightly, found]).rpo
    // From 10:00 the data of the 1st, 02:00: at 03:00 it is 25 h old already.
    expect(claimed.breaches).toMatchObject([
      {
        from: '2026-11-02T10:00:00Z',
        to: '2026-11-03T02:50:00Z',
        worst: { exposureMs: 48 * HOUR_MS + 50 * MINUTE_MS },
      },
    ])
    const again = verification(second!, { start: '11-02 12:00' })
    expect(judge([asked, ...nightly, found, again]).rpo.claimed.breaches).toMatchObject([
      { from: '2026-11-02T10:00:00Z', to: '2026-11-02T12:00:00Z' },
    ])
  })

  test('from the moment it is removed', () => {
    const { claimed } = judge([asked, ...nightly, prune([second!], { start: '11-02 10:00' })]).rpo
    expect(claimed.breaches).toMatchObject([{ from: '2026-11-02T10:00:00Z', to: '2026-11-03T02:50:00Z' }])
  })

  test('from the moment a run was about to remove it, until its second record says that it is there', () => {
    const planned = prune([second!], { start: '11-02 10:00', applied: false })
    expect(judge([asked, ...nightly, planned]).rpo.claimed.verdict).toBe('breached')
    const kept = prune([second!], { start: '11-02 11:00', result: 'failed' })
    expect(judge([asked, ...nightly, planned, kept]).rpo.claimed.breaches).toMatchObject([
      { from: '2026-11-02T10:00:00Z', to: '2026-11-02T11:00:00Z' },
    ])
  })

  test('from the moment a run was about to remove it, until a later run says that it kept it', () => {
    const killed = prune([second!], { start: '11-02 10:00', applied: false })
    for (const applied of [false, true]) {
      const later = {
        ...prune([], { start: '11-02 11:00', applied }),
        kept: [{ id: second!.id, reasons: ['new'] }],
      }
      const { claimed } = judge([asked, ...nightly, killed, later]).rpo
      expect(claimed.breaches).toMatchObject([{ from: '2026-11-02T10:00:00Z', to: '2026-11-02T11:00:00Z' }])
      const elsewhere = judge([asked, ...nightly, killed, { ...later, store: 'offsite' }]).rpo
      expect(elsewhere.claimed.breaches).toMatchObject([{ to: '2026-11-03T02:50:00Z' }])
    }
  })

  test('not when a copy in another store is removed', () => {
    const elsewhere = prune([second!], { start: '11-02 10:00', store: 'offsite' })
    expect(judge([asked, ...nightly, elsewhere]).rpo.claimed.verdict).toBe('met')
  })
})

describe('a point is proven', () => {
  test('from the end of the drill on', () => {
    const { proven, claimed } = judge([
      asked,
      ...nightly,
      drill(first!, { start: '11-01 04:00', end: '11-01 05:00' }),
    ]).rpo
    expect(claimed.verdict).toBe('met')
    expect(proven.breaches).toMatchObject([
      { from: '2026-11-01T00:00:00Z', to: '2026-11-01T05:00:00Z', withoutPointMs: 5 * HOUR_MS },
      { from: '2026-11-02T03:00:00Z', to: '2026-11-04T00:00:00Z' },
    ])
  })

  test('not by a drill that read another manifest', () => {
    const proof = drill(first!, { start: '11-01 04:00' })
    const other = { ...proof, backup: { ...proof.backup!, manifestSha256: 'f'.repeat(64) } }
    expect(judge([asked, ...nightly, other]).rpo.proven.withoutPointMs).toBe(72 * HOUR_MS)
  })
})

test('a target is judged from its first record on', () => {
  const begun = policy({ start: '11-02', objectives })
  const { judged, rpo } = judge([begun, backup({ start: '11-02 00:00', end: '11-02 00:10' })])
  expect(judged).toEqual({ from: '2026-11-02T00:00:00Z', to: '2026-11-04T00:00:00Z' })
  expect(rpo.claimed).toMatchObject({ judgedMs: 48 * HOUR_MS, withoutPointMs: 10 * MINUTE_MS })
})

test('what became known later counts for nothing', () => {
  const found = verification(second!, {
    start: '11-02 10:00',
    error: { code: 'volume-altered', outcome: 'failed' },
  })
  const early = judge([asked, ...nightly, found], '11-02 09:00')
  expect(early.judged?.to).toBe('2026-11-02T09:00:00Z')
  expect(early.rpo.claimed.verdict).toBe('met')
})

import { expect, test } from 'vitest'
import { judgeTarget, type TargetCompliance } from '../../../src/compliance/target-compliance.ts'
import type { EvidenceRecord } from '../../../src/core/record.ts'
import { backup, drill, known, ms, type DrillGiven } from '../../support/compliance/scene.ts'

const MINUTE_MS = 60_000
const copy = backup({ start: '10-31', end: '10-31' })
const failed = { error: { code: 'content-different', outcome: 'failed' } } as const
const notRun = { error: { code: 'sandbox-unavailable', outcome: 'couldNotRun' } } as const

function judge(records: readonly EvidenceRecord[]): TargetCompliance {
  const span = { from: ms('11-01'), to: ms('12-01') }
  return judgeTarget(known([copy, ...records]), {
    target: 'orders',
    engine: 'postgres',
    span,
    asOf: ms('12-01'),
  })
}

function drilled(day: number, minutes: number | undefined, more: Partial<DrillGiven> = {}): EvidenceRecord {
  const start = `11-${String(day).padStart(2, '0')} 04:17`
  const rta = minutes === undefined ? {} : { rtaMs: minutes * MINUTE_MS, rtoMs: 15 * MINUTE_MS }
  return drill(copy, { start, ...rta, ...more })
}

function phases(load: number): Partial<DrillGiven> {
  return { phases: { load, validate: 10 } }
}

test('number, median and maximum of what the drills measured', () => {
  expect(
    judge([drilled(1, 7, phases(5)), drilled(2, 12, phases(9)), drilled(3, 9, phases(100))]).rto,
  ).toEqual({
    verdict: 'met',
    n: 3,
    medianMs: 9 * MINUTE_MS,
    maxMs: 12 * MINUTE_MS,
    phases: [
      { name: 'load', n: 3, medianMs: 9 },
      { name: 'validate', n: 3, medianMs: 10 },
    ],
  })
  expect(judge([drilled(1, 7), drilled(2, 12)]).rto).toMatchObject({ medianMs: 9.5 * MINUTE_MS })
})

test('one drill over the objective breaches it, exactly the objective does not', () => {
  expect(judge([drilled(1, 15)]).verdicts.rto).toBe('met')
  expect(judge([drilled(1, 15), drilled(2, 16)]).verdicts.rto).toBe('breached')
})

test('each drill is judged by the objective of its time', () => {
  const { drills } = judge([drilled(1, 16), drilled(2, 16, { rtoMs: 20 * MINUTE_MS })])
  expect(drills.map(({ verdicts }) => verdicts.rto)).toEqual(['breached', 'met'])
})

test('without an objective nothing is met', () => {
  expect(judge([drill(copy, { start: '11-01', rtaMs: 5 })]).verdicts.rto).toBe('notMeasured')
})

test('a drill whose copy was bad measured nothing, and its period is not met', () => {
  const { verdicts } = judge([drilled(1, 7), drilled(2, undefined, failed)])
  expect(verdicts).toMatchObject({ rto: 'notMeasured', integrity: 'breached', overall: 'breached' })
})

test('a drill that could not run says nothing', () => {
  expect(judge([drilled(1, undefined, notRun)]).verdicts).toMatchObject({
    rto: 'notMeasured',
    integrity: 'notMeasured',
  })
  expect(judge([drilled(1, undefined, notRun), drilled(2, 7)]).verdicts).toMatchObject({
    rto: 'met',
    integrity: 'met',
  })
})

test('a drill belongs to the period in which it ended', () => {
  const before = drill(copy, { start: '10-31 23:00', end: '11-01 00:00', rtaMs: 1, rtoMs: 2 })
  const after = drill(copy, { start: '11-30 23:00', end: '12-01 00:00', rtaMs: 1, rtoMs: 2 })
  expect(judge([before, after]).drills.map(({ id }) => id)).toEqual([before.id])
})

import { expect, test } from 'vitest'
import { judgeExposure } from '../../../src/backup/judge-exposure.ts'

const HOUR = 3_600_000
const taken = {
  consistency: {
    kind: 'transactional',
    fromAt: '2026-11-21T02:00:00Z',
    toAt: '2026-11-21T02:00:00Z',
  },
  availableAt: '2026-11-21T02:10:00Z',
} as const

test.each([
  ['the gap since the one before', new Date('2026-11-21T01:00:00Z'), 70 * 60_000],
  ['its own duration when it is the first', undefined, 10 * 60_000],
])('what could have been lost is %s', (_what, previousAt, actualMs) => {
  expect(judgeExposure(taken, previousAt, { rpoMs: HOUR })).toEqual({
    verdict: actualMs > HOUR ? 'breached' : 'met',
    actualMs,
    objectiveMs: HOUR,
  })
})

test('exactly the objective is met, and nothing missing is', () => {
  expect(judgeExposure(taken, undefined, { rpoMs: 600_000 }).verdict).toBe('met')
  expect(judgeExposure(taken, undefined, {}).verdict).toBe('notMeasured')
  expect(judgeExposure({}, undefined, { rpoMs: HOUR }).verdict).toBe('notMeasured')
  const later = new Date('2026-11-22T00:00:00Z')
  expect(judgeExposure(taken, later, { rpoMs: HOUR }).verdict).toBe('notComparable')
})

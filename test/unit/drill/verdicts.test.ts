import fc from 'fast-check'
import { expect, test } from 'vitest'
import { worstVerdict } from '../../../src/core/verdict.ts'
import { judgeDrill, type Measured } from '../../../src/drill/verdicts.ts'

const good: Measured = {
  rtaMs: 10,
  ageMs: 10,
  newest: true,
  integrity: 'proven',
  objectives: { rtoMs: 10, rpoMs: 10 },
}

test('an objective is met up to its last millisecond', () => {
  expect(judgeDrill(good)).toEqual({ rto: 'met', rpo: 'met', integrity: 'met', overall: 'met' })
  expect(judgeDrill({ ...good, rtaMs: 11 })).toMatchObject({ rto: 'breached', overall: 'breached' })
  expect(judgeDrill({ ...good, ageMs: 11 })).toMatchObject({ rpo: 'breached', overall: 'breached' })
})

test('whatever is missing, nothing missing is met', () => {
  const keys = ['rtaMs', 'ageMs', 'integrity', 'rtoMs', 'rpoMs'] as const
  fc.assert(
    fc.property(fc.subarray([...keys], { minLength: 1 }), (missing) => {
      const drop = <T extends object>(from: T): T =>
        Object.fromEntries(Object.entries(from).filter(([key]) => !missing.includes(key as never))) as T
      const verdicts = judgeDrill({ ...drop(good), objectives: drop(good.objectives) })
      expect(verdicts.overall).not.toBe('met')
      const unless = (...needed: readonly string[]): string =>
        needed.some((key) => missing.includes(key as never)) ? 'notMeasured' : 'met'
      expect(verdicts.rto).toBe(unless('rtaMs', 'rtoMs'))
      expect(verdicts.rpo).toBe(unless('ageMs', 'rpoMs'))
      expect(verdicts.integrity).toBe(unless('integrity'))
    }),
  )
})

test('an older backup says nothing of the loss now, and a point of the future nothing at all', () => {
  expect(judgeDrill({ ...good, newest: false }).rpo).toBe('notMeasured')
  expect(judgeDrill({ ...good, ageMs: -1 }).rpo).toBe('notComparable')
})

test('the worst verdict stands for all', () => {
  expect(worstVerdict(['met', 'notMeasured', 'notComparable', 'breached'])).toBe('breached')
  expect(worstVerdict(['met', 'notMeasured', 'notComparable'])).toBe('notComparable')
  expect(worstVerdict(['met', 'notMeasured'])).toBe('notMeasured')
  expect(worstVerdict([])).toBe('notMeasured')
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Check, Grade } from '../../../src/core/engine.ts'
import type { Fingerprint } from '../../../src/core/fingerprint.ts'
import { compare } from '../../../src/drill/compare.ts'
import { gradeDrill, type GradeEvidence } from '../../../src/drill/grade.ts'
import { fingerprints } from '../../support/fingerprints.ts'

const [sample] = fc.sample(fingerprints, { numRuns: 1, seed: 7 }) as [Fingerprint]
const check = (result: Check['result']): readonly Check[] => [{ name: 'some check', result, detail: '' }]
const highest = (grade: Grade) => ({ grade, because: 'of a reason' })

const whole: GradeEvidence = {
  bytesVerified: true,
  loaded: true,
  comparison: compare(sample, sample),
  engineChecks: check('passed'),
  applicationChecks: check('passed'),
  highest: highest(7),
}
const artifact = compare({ ...sample, origin: 'artifact' }, { ...sample, origin: 'artifact' })
const coverage = { kind: 'partial', equal: 3, total: 4 } as const
const partial = compare({ ...sample, coverage }, sample)
const { comparison: _, ...uncompared } = whole

test.each<[string, GradeEvidence, Grade | undefined, boolean]>([
  ['everything', whole, 7, true],
  ['no application checks', { ...whole, applicationChecks: [] }, 6, true],
  ['a skipped application check', { ...whole, applicationChecks: check('skipped') }, 6, true],
  ['a skipped engine check', { ...whole, engineChecks: check('skipped') }, 5, true],
  ['a failed engine check', { ...whole, engineChecks: check('failed') }, 5, true],
  ['an artifact fingerprint', { ...whole, comparison: artifact }, 4, false],
  [
    'an artifact fingerprint where no more is possible',
    { ...whole, comparison: artifact, highest: highest(4) },
    4,
    true,
  ],
  ['partial coverage', { ...whole, comparison: partial }, 4, false],
  ['no fingerprint', uncompared, 2, false],
  ['no load', { ...uncompared, loaded: false }, 0, false],
  ['altered bytes', { ...uncompared, loaded: false, bytesVerified: false }, undefined, false],
])('%s', (...[, evidence, grade, proving]) => {
  const reached = gradeDrill(evidence)
  expect(reached.grade).toBe(grade)
  expect(reached.proving).toBe(proving)
  expect(reached.limitations.length > 0).toBe(grade !== undefined && grade < 7)
})

test('what stood in the way is named', () => {
  expect(gradeDrill({ ...whole, engineChecks: check('skipped') }).limitations).toEqual([
    'Not every engine check passed: some check (skipped).',
  ])
  expect(gradeDrill({ ...whole, comparison: artifact }).limitations.join()).toContain('reproducible')
})

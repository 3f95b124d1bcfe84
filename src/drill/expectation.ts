import { z } from 'zod'

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])

/** Also as text, as quoted in YAML; longer ones would not be exact. */
const number = z.union([
  z.number('must be a number'),
  z
    .string('must be a number')
    .regex(/^-?\d+(\.\d+)?$/, 'must be a number')
    .refine((text) => text.length <= 15, 'must be a number of at most 15 digits')
    .transform(Number),
])

const comparison = z
  .strictObject({
    '>=': number.optional(),
    '>': number.optional(),
    '<=': number.optional(),
    '<': number.optional(),
    '!=': scalar.optional(),
    between: z.tuple([number, number]).optional(),
  })
  .refine((value) => Object.keys(value).length > 0, 'must hold at least one comparison')

/** What an application check expects: a value, or comparisons that must all hold. */
export const expectationSchema = z.union([scalar, comparison])
export type Expectation = z.infer<typeof expectationSchema>

/** Whether an answer (text, null for SQL NULL) is as expected. Null and text that is no number satisfy no comparison of numbers. */
export function isAsExpected(answer: string | null, expected: Expectation): boolean {
  if (expected === null || typeof expected !== 'object') return isSame(answer, expected)
  const { between } = expected
  const bounds = { '>=': between?.[0], '<=': between?.[1] }
  return (
    (expected['!='] === undefined || !isSame(answer, expected['!='])) &&
    [bounds, expected].every(
      (part) =>
        holds(answer, part['>='], (sign) => sign >= 0) && holds(answer, part['<='], (sign) => sign <= 0),
    ) &&
    holds(answer, expected['>'], (sign) => sign > 0) &&
    holds(answer, expected['<'], (sign) => sign < 0)
  )
}

/** Whether some answer could be as expected; where none could, the check would fail every copy. */
export function canBeAnswered(expected: Expectation): boolean {
  if (expected === null || typeof expected !== 'object') return true
  const { between = [-Infinity, Infinity], '>=': least = -Infinity, '<=': most = Infinity } = expected
  const lowest = Math.max(between[0], least, expected['>'] ?? -Infinity)
  const highest = Math.min(between[1], most, expected['<'] ?? Infinity)
  return lowest < highest || (lowest === highest && isAsExpected(String(lowest), expected))
}

/** What is expected, for people: `5`, `between 1 and 100`, `>= 1 and < 50`. */
export function describeExpectation(expected: Expectation): string {
  if (expected === null || typeof expected !== 'object') return JSON.stringify(expected)
  const parts = Object.entries(expected).map(([comparison, bound]) =>
    Array.isArray(bound) ? `between ${bound.join(' and ')}` : `${comparison} ${JSON.stringify(bound)}`,
  )
  return parts.join(' and ')
}

/** `t` and `f` are how servers print truth as text. */
function isSame(answer: string | null, expected: z.infer<typeof scalar>): boolean {
  if (typeof expected === 'boolean') return answer === String(expected) || answer === String(expected)[0]
  if (typeof expected === 'number') return compareNumbers(answer, expected) === 0
  return answer === expected
}

function holds(
  answer: string | null,
  bound: number | undefined,
  accepts: (sign: number) => boolean,
): boolean {
  if (bound === undefined) return true
  const sign = compareNumbers(answer, bound)
  return sign !== undefined && accepts(sign)
}

/** Whole numbers are compared exactly, however large; undefined when the answer is no number. */
function compareNumbers(answer: string | null, bound: number): number | undefined {
  const trimmed = answer?.trim() ?? ''
  if (/^-?\d+$/.test(trimmed) && Number.isSafeInteger(bound)) {
    const [left, right] = [BigInt(trimmed), BigInt(bound)]
    return left < right ? -1 : Number(left > right)
  }
  const value = Number(trimmed)
  return trimmed === '' || Number.isNaN(value) ? undefined : Math.sign(value - bound)
}

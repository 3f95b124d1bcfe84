/** A number whose text says more than a JavaScript number can: beyond 2^53, or a float that looks whole. */
class ExactNumber {
  readonly source: string

  constructor(source: string) {
    this.source = source
  }
}

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown

/** Parses JSON without losing a digit of any number. Throws SyntaxError. */
export function parseExact(text: string): unknown {
  return JSON.parse(text, keepDigits as Parameters<typeof JSON.parse>[1]) as unknown
}

const keepDigits: Reviver = (_key, value, { source }) =>
  typeof value === 'number' && source !== undefined && String(value) !== source
    ? new ExactNumber(source)
    : value

/**
 * The one text of a value: keys sorted, integers to the last digit, floats as the shortest text of the same float and always
 * unlike an integer.
 */
export function canonicalText(value: unknown): string {
  if (value instanceof ExactNumber) return numberText(value.source)
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonicalText(member)}`).join(',')}}`
}

/** A value as text for people and checks: strings as they are, everything else as JSON. */
export function plainText(value: unknown): string {
  return typeof value === 'string' ? value : canonicalText(value)
}

function numberText(source: string): string {
  if (!/[.eE]/.test(source)) return source
  const number = Number(source)
  if (Object.is(number, -0)) return '-0.0'
  const text = String(number)
  return /[.e]/.test(text) ? text : `${text}.0`
}

/** JSON whose numbers keep their text, as Rust's serde_json tells integers from floats and keeps 64 bits of them. */
export class NumberText {
  readonly source: string

  constructor(source: string) {
    this.source = source
  }
}

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown

export function parseJson(text: string): unknown {
  return JSON.parse(text, keepSource as Parameters<typeof JSON.parse>[1]) as unknown
}

const keepSource: Reviver = (_key, value, { source }) =>
  typeof value === 'number' ? new NumberText(source ?? String(value)) : value

/** The same JSON as the server prints it: keys in their order, floats always with a point or an exponent. */
export function printJson(value: unknown): string {
  if (value instanceof NumberText) return printNumber(value.source)
  if (Array.isArray(value)) return `[${value.map(printJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${printJson(member)}`).join(',')}}`
}

/** Integers up to 64 bits stay what they are; everything else is a double. */
function printNumber(source: string): string {
  if (/^-?\d+$/.test(source) && source !== '-0') {
    const whole = BigInt(source)
    if (whole <= 0xffff_ffff_ffff_ffffn && whole >= -0x8000_0000_0000_0000n) return source
  }
  const number = Number(source)
  if (Object.is(number, -0)) return '-0.0'
  return withPoint(String(number))
}

export function numberOf(value: unknown): number {
  return value instanceof NumberText ? Number(value.source) : Number.NaN
}

const SHORT = /^-?\d{0,3}(?:\.\d{1,3})?$/

/** The shortest text of a float32, as the server prints vectors. */
export function printFloat32(value: number, source?: string): string {
  // Up to six digits every decimal is the shortest text of its float32.
  if (source !== undefined && SHORT.test(source)) return withPoint(String(Number(source)))
  const rounded = Math.fround(value)
  if (Object.is(rounded, -0)) return '-0.0'
  for (let digits = 1; digits < 9; digits++) {
    const text = rounded.toPrecision(digits)
    if (Math.fround(Number(text)) === rounded) return withPoint(String(Number(text)))
  }
  return withPoint(String(Number(rounded.toPrecision(9))))
}

function withPoint(text: string): string {
  return /[.e]/.test(text) ? text : `${text}.0`
}

import { malformed } from './malformed.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const MINUS = 0x2d
const DOT = 0x2e
const ZERO = 0x30
const NINE = 0x39
const OPEN_ARRAY = 0x5b
const BACKSLASH = 0x5c
const CLOSE_ARRAY = 0x5d
const UPPER_E = 0x45
const LOWER_E = 0x65
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const SPACE = 0x20

/** Below this many digits a decimal and a power of ten are both exact, and so their quotient is rounded once. */
const EXACT_DIGITS = 15
const POWERS = Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => 10 ** exponent)

/** Walks over JSON bytes without making objects of them: most of a point is numbers, and a million strings a second cost too much. */
export class JsonCursor {
  readonly bytes: Buffer
  at = 0

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  /** The next byte that is no white space, without taking it. */
  peek(): number {
    let byte = this.bytes[this.at] ?? 0
    while (byte <= SPACE && byte !== 0) byte = this.bytes[++this.at] ?? 0
    return byte
  }

  /** Takes the given byte; throws where another one stands. */
  take(byte: number): void {
    if (this.peek() !== byte) throw malformed(`byte ${this.at} of an answer is not what JSON has there`)
    this.at += 1
  }

  /** Takes a comma, or else the closing bracket: true while there is another member. */
  another(closing: number): boolean {
    const byte = this.peek()
    this.at += 1
    if (byte === COMMA) return true
    if (byte === closing) return false
    throw malformed(`byte ${this.at - 1} of an answer neither goes on nor ends`)
  }

  /** Takes an opening bracket: true unless it is closed at once, which is taken too. */
  opens(opening: number, closing: number): boolean {
    this.take(opening)
    if (this.peek() !== closing) return true
    this.at += 1
    return false
  }

  /** Calls `each` with every key of an object; it must take the value. */
  object(each: (key: string) => void): void {
    if (!this.opens(OPEN_OBJECT, CLOSE_OBJECT)) return
    do {
      const key = this.string()
      this.take(0x3a)
      each(key)
    } while (this.another(CLOSE_OBJECT))
  }

  /** Calls `each` for every element of an array; it must take the element. */
  array(each: () => void): void {
    if (!this.opens(OPEN_ARRAY, CLOSE_ARRAY)) return
    do each()
    while (this.another(CLOSE_ARRAY))
  }

  string(): string {
    if (this.peek() !== QUOTE) throw malformed(`byte ${this.at} of an answer begins no string`)
    const start = this.at
    this.at = this.afterString(start)
    const inner = this.bytes.toString('utf8', start + 1, this.at - 1)
    return inner.includes('\\') ? (JSON.parse(`"${inner}"`) as string) : inner
  }

  /** The text of the next value. */
  valueText(): string {
    this.peek()
    const start = this.at
    this.skip()
    return this.bytes.toString('utf8', start, this.at).trim()
  }

  /** Passes over the next value. */
  skip(): void {
    this.peek()
    const { bytes } = this
    let depth = 0
    let at = this.at
    for (;;) {
      const byte = bytes[at]
      if (byte === undefined && depth === 0 && at > this.at) break
      if (byte === undefined) throw malformed('an answer ends early')
      if (depth === 0 && (byte === COMMA || byte === CLOSE_ARRAY || byte === CLOSE_OBJECT)) break
      if (byte === QUOTE) {
        at = this.afterString(at)
        if (depth === 0) break
        continue
      }
      at += 1
      if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth += 1
      else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && --depth === 0) break
    }
    this.at = at
  }

  /** Passes over the next value; an array of nothing but numbers in one step. */
  skipNumbers(): void {
    const end = this.peek() === OPEN_ARRAY ? this.bytes.indexOf(CLOSE_ARRAY, this.at) : -1
    const first = this.bytes[this.at + 1]
    if (end < 0 || first === OPEN_ARRAY || first === OPEN_OBJECT || (first ?? 0) <= SPACE) this.skip()
    else this.at = end + 1
  }

  /** The next number as the nearest double. The inner loop of every fingerprint: plain on purpose. */
  number(): number {
    const { bytes } = this
    const start = this.at
    let at = start
    let byte = bytes[at]
    const negative = byte === MINUS
    if (negative) byte = bytes[++at]
    const first = at
    let mantissa = 0
    let decimals = 0
    while (byte !== undefined && byte >= ZERO && byte <= NINE) {
      mantissa = mantissa * 10 + (byte - ZERO)
      byte = bytes[++at]
    }
    let digits = at - first
    if (byte === DOT) {
      const point = at
      byte = bytes[++at]
      while (byte !== undefined && byte >= ZERO && byte <= NINE) {
        mantissa = mantissa * 10 + (byte - ZERO)
        byte = bytes[++at]
      }
      decimals = at - point - 1
      digits += decimals
    }
    if (digits === 0 || digits > EXACT_DIGITS || byte === LOWER_E || byte === UPPER_E) return this.oddNumber()
    this.at = at
    const value = mantissa / (POWERS[decimals] ?? 1)
    return negative ? -value : value
  }

  /** Exponents and long mantissas; null stands for what JSON has no number for. */
  private oddNumber(): number {
    const text = this.valueText()
    const value = text === 'null' ? Number.NaN : Number(text)
    if (text === '' || (Number.isNaN(value) && text !== 'null'))
      throw malformed('a vector holds what is no number')
    return value
  }

  private afterString(start: number): number {
    let end = start
    for (;;) {
      end = this.bytes.indexOf(QUOTE, end + 1)
      if (end < 0) throw malformed('a string of an answer does not end')
      let before = end - 1
      while (this.bytes[before] === BACKSLASH) before -= 1
      if ((end - 1 - before) % 2 === 0) return end + 1
    }
  }
}

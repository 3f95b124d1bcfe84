/** A span of UTC time, in milliseconds; `to` is not part of it. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** A month or a year, by its name. */
export interface Period extends Span {
  /** `2026-11` or `2026`. */
  readonly name: string
}

/** The month `2026-11` or the year `2026`; undefined when the text is neither. */
export function parsePeriod(name: string): Period | undefined {
  const [, year, month] = /^(20\d{2})(?:-(0[1-9]|1[0-2]))?$/.exec(name) ?? []
  if (year === undefined) return undefined
  const first = month === undefined ? 0 : Number(month) - 1
  const months = month === undefined ? 12 : 1
  return { name, from: Date.UTC(Number(year), first), to: Date.UTC(Number(year), first + months) }
}

/** The month before a month. */
export function monthBefore({ from }: Span): Period {
  const first = new Date(from)
  first.setUTCMonth(first.getUTCMonth() - 1)
  return { name: first.toISOString().slice(0, 7), from: first.getTime(), to: from }
}

/** RFC 3339 in UTC without needless digits: `2026-11-01T00:00:00Z`. */
export function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z')
}

/** The part of a span between two times; it may be empty (`to` ≤ `from`). */
export function clip<S extends Span>(span: S, { from, to }: Span): S {
  return { ...span, from: Math.max(span.from, from), to: Math.min(span.to, to) }
}

const UNIT_MS = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
} as const
const UNIT_BYTES = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 } as const

/** Milliseconds of a duration such as `25h`, `30m`, `7d` or `1h30m`; undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d+(ms|s|m|h|d|w|y))+$/.test(text)) return undefined
  let total = 0
  for (const [, amount, unit] of text.matchAll(/(\d+)(ms|s|m|h|d|w|y)/g)) {
    total += Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS]
  }
  return Number.isSafeInteger(total) ? total : undefined
}

/** Bytes of a size such as `32GiB` or `512MiB`; undefined when it is none. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+)(B|KiB|MiB|GiB|TiB)$/.exec(text)
  if (match === null) return undefined
  const total = Number(match[1]) * UNIT_BYTES[match[2] as keyof typeof UNIT_BYTES]
  return Number.isSafeInteger(total) ? total : undefined
}

import { LifeboatError } from '../../../core/errors.ts'

/** Statements, named collections and increments are as used here from this release on. */
const OLDEST = [24, 8]

/** The first versions of each release in which whoever may back up or restore is asked for his other rights too. */
const MENDED: readonly (readonly number[])[] = [
  [25, 3, 14],
  [25, 10, 6],
  [25, 11, 8],
  [25, 12, 5],
  [26, 1, 0],
]

/** Throws `server-unsupported` for a server that is too old for native mode. */
export function assertNative(version: string): void {
  if (!isBefore(numbersOf(version), OLDEST)) return
  throw new LifeboatError({
    code: 'server-unsupported',
    what: `native mode needs ClickHouse ${OLDEST.join('.')} or later, and the server is ${version}`,
    fix: 'upgrade the server, or use mode: portable',
  })
}

/** What is to be known of this version's BACKUP, one sentence each. */
export function nativeLimitations(version: string): readonly string[] {
  const own = numbersOf(version)
  const mended = MENDED.find(([year, month]) => year === own[0] && month === own[1])
  const isMended = mended === undefined ? !isBefore(own, [26, 1, 0]) : !isBefore(own, mended)
  if (isMended) return []
  return [
    `ClickHouse ${version} lets whoever may back up or restore reach what he may not read otherwise; it is mended in 25.3.14, 25.10.6, 25.11.8, 25.12.5 and 26.1.`,
  ]
}

function numbersOf(version: string): readonly number[] {
  return version.split('.').map(Number)
}

function isBefore(one: readonly number[], other: readonly number[]): boolean {
  for (const [index, limit] of other.entries()) {
    const own = one[index] ?? 0
    if (own !== limit) return own < limit
  }
  return false
}

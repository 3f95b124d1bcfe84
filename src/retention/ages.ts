import prettyMs from 'pretty-ms'
import { byTime, type RetentionBackup, type Scene } from './scene.ts'

/** A newest good copy older than this many of its intervals is late. */
const TOLERATED_INTERVALS = 2

/** When backups became late, in milliseconds since 1970; undefined when they are not. */
export function lateSince({ good, policy: { intervalMs }, nowMs }: Scene): number | undefined {
  const [newest] = good
  if (newest === undefined || intervalMs === undefined) return undefined
  const since = Date.parse(newest.at) + TOLERATED_INTERVALS * intervalMs
  return nowMs > since ? since : undefined
}

export function isBefore(a: RetentionBackup, b: RetentionBackup): boolean {
  return byTime(a, b) < 0
}

/** A duration in its two largest units: `30d`, `9d 4h`. */
export function words(milliseconds: number): string {
  return prettyMs(milliseconds, { unitCount: 2, secondsDecimalDigits: 0 })
}

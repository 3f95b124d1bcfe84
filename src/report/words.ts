import prettyMs from 'pretty-ms'
import type { Verdict } from '../core/record.ts'
import type { ScheduleKind } from '../core/target.ts'

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  met: 'met',
  breached: '**BREACHED**',
  notMeasured: 'not measured',
  notComparable: 'not comparable',
}

/** What a schedule of each kind asks for. */
export const KIND_WORDS: Readonly<Record<ScheduleKind, string>> = {
  backup: 'backups',
  verify: 'verifications',
  drill: 'drills',
  prune: 'prunes',
  check: 'checks',
}

export const NONE = '–'

/** `25h 40m`; at most three units. */
export function duration(milliseconds: number | undefined): string {
  return milliseconds === undefined ? NONE : prettyMs(milliseconds, { unitCount: 3, secondsDecimalDigits: 1 })
}

/** `2026-11-21 02:17:00`, UTC. */
export function moment(instant: string | undefined): string {
  return instant === undefined ? NONE : instant.slice(0, 19).replace('T', ' ')
}

/** `99.87 %`, never rounded up. */
export function share(basisPoints: number | undefined): string {
  return basisPoints === undefined ? NONE : `${(basisPoints / 100).toFixed(2)} %`
}

/** `1 drill`, `2 drills`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

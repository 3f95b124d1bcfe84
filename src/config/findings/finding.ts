import { locationText, pathText, type KeyPath, type Location } from '../problem.ts'
import type { Locate } from '../yaml-document.ts'

/** Something that a valid configuration cannot achieve (`error`), or that deserves a second look (`warning`). */
export interface Finding {
  readonly code: FindingCode
  readonly severity: 'error' | 'warning'
  readonly location: Location
  readonly path: string
  readonly message: string
  readonly fix: string
}

type FindingCode =
  | 'rpo-unreachable'
  | 'schedule-missing'
  | 'objectives-missing'
  | 'rto-unmeasured'
  | 'rto-missing'
  | 'drills-rare'
  | 'minute-crowded'
  | 'fingerprint-off'
  | 'unencrypted'
  | 'unsealable'
  | 'escrow-missing'
  | 'evidence-key-missing'

/** One finding before its place is looked up. */
export interface Observation {
  readonly code: FindingCode
  readonly severity?: Finding['severity']
  readonly path: KeyPath
  readonly message: string
  readonly fix: string
  /** Told once, under `defaults`, when it comes from there. */
  readonly shared?: true
}

/** How findings are placed. */
export interface Places {
  readonly locate: Locate
  readonly isWritten: (path: KeyPath) => boolean
}

/** An observation with its place; a warning unless it says otherwise. */
export function findingOf({ path, severity, shared, ...rest }: Observation, places: Places): Finding {
  const origin = originOf(path, places)
  return {
    ...rest,
    severity: severity ?? 'warning',
    location: places.locate(origin),
    path: pathText(shared === true ? origin : path),
  }
}

/** What a target does not say itself may stand under `defaults`. */
function originOf(path: KeyPath, { isWritten }: Places): KeyPath {
  const [section, , ...rest] = path
  if (section !== 'targets' || isWritten(path)) return path
  return isWritten(['defaults', ...rest]) ? ['defaults', ...rest] : path
}

/** A finding as printed. */
export function findingText({ severity, location, path, message, fix }: Finding): string {
  return `${locationText(location)}: ${severity}: ${path}: ${message}\n    fix: ${fix}`
}

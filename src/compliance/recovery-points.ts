import type { BackupRecord } from '../core/record.ts'
import { copyStates, type CopyState, type StatesOf } from './copy-states.ts'
import { compareTexts, ofKind, type KnownRecord } from './known-record.ts'

/** Claimed: its upload was verified. Proven: a drill has also shown that what comes back is what was there. */
export type Standing = 'claimed' | 'proven'

/** A backup as something to go back to. */
export interface RecoveryPoint {
  readonly id: string
  /** The instant whose data it holds, in milliseconds. */
  readonly at: number
  /** Whether the ledger holds its record. */
  readonly published: boolean
}

/** The moment from which a point counts, or counts no more. */
export interface Change {
  readonly time: number
  readonly point: RecoveryPoint
  readonly counts: boolean
}

type Made = BackupRecord & Required<Pick<BackupRecord, 'backup' | 'consistency' | 'availableAt'>>

/**
 * When the points of a target begin and cease to count, in order of time. `known` is oldest first. A point counts from when it
 * was available, or from the end of the drill that proved it, until it or what it is based on is found bad or removed; a later
 * good verdict brings a bad one back.
 */
export function pointChanges(known: readonly KnownRecord[], standing: Standing): readonly Change[] {
  const statesOf = copyStates(known)
  return madeBackups(known)
    .flatMap((made) => changesOf(made, standing, statesOf))
    .toSorted((a, b) => a.time - b.time || compareTexts(a.point.id, b.point.id))
}

/** The newest point that counts after all changes up to `time`. */
export function newestPoint(changes: readonly Change[], time: number): RecoveryPoint | undefined {
  const counting = new Map<string, RecoveryPoint>()
  for (const change of changes) if (change.time <= time) applyChange(counting, change)
  return newestOf(counting)
}

/** Notes a change in the points that count, by id. */
export function applyChange(counting: Map<string, RecoveryPoint>, { point, counts }: Change): void {
  if (counts) counting.set(point.id, point)
  else counting.delete(point.id)
}

/** The point with the newest data. */
export function newestOf(counting: ReadonlyMap<string, RecoveryPoint>): RecoveryPoint | undefined {
  let newest: RecoveryPoint | undefined
  for (const point of counting.values()) {
    if (newest === undefined || point.at > newest.at) newest = point
  }
  return newest
}

function changesOf(
  { record, published }: KnownRecord<Made>,
  standing: Standing,
  statesOf: StatesOf,
): readonly Change[] {
  const availableAt = Date.parse(record.availableAt)
  // A point of the future comes from two clocks that disagree.
  const at = Math.min(Date.parse(record.consistency.fromAt), availableAt)
  const { id, store } = record.backup
  const point = { id, at, published }
  const chain = [id, ...(record.bases ?? [])].map((member) => statesOf(member, store))
  const times = chain.flat().map(({ time }) => Math.max(time, availableAt))
  const changes: Change[] = []
  for (const time of [...new Set([availableAt, ...times])].toSorted((a, b) => a - b)) {
    const counts = isCounting(chain, standing, time)
    if (counts !== (changes.at(-1)?.counts ?? false)) changes.push({ time, point, counts })
  }
  return changes
}

/** Whether a backup, the first of the chain, is of use at a moment: without any of its bases it is not. */
function isCounting(chain: readonly (readonly CopyState[])[], standing: Standing, moment: number): boolean {
  const states = chain.map((known) => known.findLast(({ time }) => time <= moment))
  if (states.some((state) => state?.sound === false)) return false
  return standing === 'claimed' || states[0]?.proven === true
}

function madeBackups(known: readonly KnownRecord[]): readonly KnownRecord<Made>[] {
  return ofKind(known, 'backup').filter((item): item is KnownRecord<Made> => {
    const { backup, consistency, availableAt } = item.record
    return backup !== undefined && consistency !== undefined && availableAt !== undefined
  })
}

import type { BackupRecord, DrillRecord, PruneRecord, VerificationRecord } from '../core/record.ts'
import { judgeCopy, type CopyJudgement } from './judge-copy.ts'
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
 * was available, or from the end of the drill that proved it, until it is found bad or removed; a later good verdict brings a
 * bad one back.
 */
export function pointChanges(known: readonly KnownRecord[], standing: Standing): readonly Change[] {
  const events = eventsByBackup(known)
  return madeBackups(known)
    .flatMap((made) => changesOf(made, standing, events.get(made.record.backup.id) ?? []))
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

/** What is known of a backup at one moment. */
interface State {
  readonly judgement: CopyJudgement
  readonly removed: boolean
}

interface Event {
  readonly time: number
  readonly next: (before: State, made: Made) => State
}

function changesOf(
  { record, published }: KnownRecord<Made>,
  standing: Standing,
  events: readonly Event[],
): readonly Change[] {
  const availableAt = Date.parse(record.availableAt)
  // A point of the future comes from two clocks that disagree.
  const at = Math.min(Date.parse(record.consistency.fromAt), availableAt)
  const point = { id: record.backup.id, at, published }
  const changes: Change[] = []
  let state: State = { judgement: {}, removed: false }
  let counted = false
  const note = (time: number): void => {
    const counts = isCounting(state, standing)
    if (counts !== counted) changes.push({ time, point, counts })
    counted = counts
  }
  note(availableAt)
  for (const { time, next } of events) {
    state = next(state, record)
    note(Math.max(time, availableAt))
  }
  return changes
}

function isCounting({ judgement, removed }: State, standing: Standing): boolean {
  if (removed || judgement.bad !== undefined) return false
  return standing === 'claimed' || judgement.proof !== undefined
}

function eventsByBackup(known: readonly KnownRecord[]): ReadonlyMap<string, readonly Event[]> {
  const found = known.flatMap(({ record }) => {
    if (record.kind === 'verification' || record.kind === 'drill') return judgements(record)
    return record.kind === 'prune' ? removals(record) : []
  })
  return Map.groupBy(found, ({ id }) => id)
}

type Named = Event & { readonly id: string }

function judgements(record: VerificationRecord | DrillRecord): readonly Named[] {
  const { backup, finishedAt } = record
  if (backup === undefined) return []
  const next: Event['next'] = (before, made) => {
    const judgement = judgeCopy(before.judgement, record)
    // A drill proves the manifest that it read, and no other.
    const other = judgement.proof === record && backup.manifestSha256 !== made.backup.manifestSha256
    return other ? before : { ...before, judgement }
  }
  return [{ id: backup.id, time: Date.parse(finishedAt), next }]
}

/** A run that was killed has left what it was about to remove; a later one says what is still there. */
function removals({ applied, store, kept, dropped, finishedAt }: PruneRecord): readonly Named[] {
  const gone = applied ? 'removed' : 'planned'
  const said = [
    ...kept.map(({ id }) => ({ id, removed: false })),
    ...dropped.map(({ id, result }) => ({ id, removed: result === gone })),
  ]
  return said.map(({ id, removed }) => ({
    id,
    time: Date.parse(finishedAt),
    next: (before, made) => (made.backup.store === store ? { ...before, removed } : before),
  }))
}

function madeBackups(known: readonly KnownRecord[]): readonly KnownRecord<Made>[] {
  return ofKind(known, 'backup').filter((item): item is KnownRecord<Made> => {
    const { backup, consistency, availableAt } = item.record
    return backup !== undefined && consistency !== undefined && availableAt !== undefined
  })
}

import type { Retention } from '../core/target.ts'

/** A backup as retention sees it. */
export interface RetentionBackup {
  readonly id: string
  /** RFC 3339, by the store's clock: when it was whole. */
  readonly at: string
  /** Why it cannot be relied on, in words; somebody must look at it, so it is never removed. */
  readonly trouble?: string
  /** Ids of earlier backups that a restore of this one needs too. */
  readonly bases?: readonly string[]
  /** Who reads it now, in words. */
  readonly lease?: string
}

/** What verifications and drills say of one copy; the newest verdict counts. */
export interface CopyProof {
  readonly backup: string
  readonly result: 'proven' | 'bad'
  /** Who says so: `drill 20261101T…`. */
  readonly by: string
}

export interface RetentionPolicy extends Retention {
  /** The longest time between two scheduled backups; absent when none are scheduled. */
  readonly intervalMs?: number
}

export interface RetentionInput {
  readonly backups: readonly RetentionBackup[]
  readonly proofs: readonly CopyProof[]
  readonly policy: RetentionPolicy
  /** By the store's clock. */
  readonly now: Date
  /** What could not be read of the records, in words: a proof may be among it. */
  readonly doubts?: readonly string[]
}

/** What the rules decide by. */
export interface Scene {
  readonly policy: RetentionPolicy
  readonly nowMs: number
  /** Newest first: neither in trouble nor found bad. */
  readonly good: readonly RetentionBackup[]
  /** Who proved a good copy, by backup. */
  readonly proven: ReadonlyMap<string, string>
  /** Who found a copy bad, by backup. */
  readonly bad: ReadonlyMap<string, string>
  readonly doubts: readonly string[]
}

export function sceneOf({ backups, proofs, policy, now, doubts = [] }: RetentionInput): Scene {
  const said = (wanted: CopyProof['result']): Map<string, string> =>
    new Map(proofs.filter(({ result }) => result === wanted).map(({ backup, by }) => [backup, by]))
  const bad = said('bad')
  const good = backups
    .filter(({ id, trouble }) => trouble === undefined && !bad.has(id))
    .toSorted(byTime)
    .toReversed()
  const proofsById = said('proven')
  const proven = new Map(good.flatMap(({ id }) => pairOf(id, proofsById.get(id))))
  return { policy, nowMs: now.getTime(), good, proven, bad, doubts }
}

function pairOf(id: string, by: string | undefined): readonly (readonly [string, string])[] {
  return by === undefined ? [] : [[id, by]]
}

/** Oldest first; ids decide between equal times, so that the order of the input never does. */
export function byTime(a: RetentionBackup, b: RetentionBackup): number {
  return Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : 1)
}

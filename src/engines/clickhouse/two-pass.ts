import type { DatasetFingerprint } from '../../core/fingerprint.ts'
import type { Dataset } from './datasets.ts'
import { digestPartitions, digestTable, ROW_HASH, sumDigests, type Digest } from './digest.ts'
import type { Session } from './session.ts'

const WITHOUT = / without (\[.*\])$/

/** The digest of each part of a dataset that can stand still by itself: its partitions, or the whole. */
export type Pass = ReadonlyMap<string, Digest>

/** Digests a dataset that is read in place. */
export async function takePass(session: Session, dataset: Dataset, seed: string): Promise<Pass> {
  if (dataset.inParts) return await digestPartitions(session, { ...dataset, seed })
  return new Map([['', await digestTable(session, { ...dataset, seed })]])
}

/** What two passes prove together. */
export interface Judged {
  /** Undefined where nothing stood still. */
  readonly fingerprint: DatasetFingerprint | undefined
  readonly equal: number
  readonly total: number
}

/** A partition stood still if it was there both times with the same digest; rows came or went in the others. */
export function judgePasses(dataset: Dataset, before: Pass, after: Pass): Judged {
  const all = [...new Set([...before.keys(), ...after.keys()])].sort()
  const moved = all.filter((key) => !isSame(before.get(key), after.get(key)))
  const still = all.filter((key) => !moved.includes(key))
  if (moved.length > 0 && still.length === 0) return { fingerprint: undefined, equal: 0, total: all.length }
  const { count, digest } = sumDigests(still.flatMap((key) => before.get(key) ?? []))
  return {
    fingerprint: {
      name: dataset.name,
      kind: dataset.kind,
      count: Number(count),
      digest,
      method: methodWithout(moved),
      rule: 'equal',
    },
    equal: still.length,
    total: all.length,
  }
}

function isSame(one: Digest | undefined, other: Digest | undefined): boolean {
  return one !== undefined && one.count === other?.count && one.digest === other.digest
}

function methodWithout(partitions: readonly string[]): string {
  return partitions.length === 0 ? ROW_HASH : `${ROW_HASH} without ${JSON.stringify(partitions)}`
}

/** The partitions that a method leaves out. */
export function partitionsWithout(method: string): readonly string[] {
  const written = WITHOUT.exec(method)?.[1]
  return written === undefined ? [] : (JSON.parse(written) as string[])
}

import type { ValueKind } from './rdb/values.ts'
import { DigestSum } from './rdb/sum.ts'

/** What one database holds: how many keys of each type, when they expire, and the sum of their digests. */
export class Tally {
  readonly kinds = new Map<string, number>()
  readonly sum = new DigestSum()
  /** How many keys expire, and the sum of the instants (ms since 1970). */
  expiring = 0
  expiries = 0n

  add(kind: ValueKind, digest: string, expiresAt: number | undefined): void {
    this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1)
    this.sum.add(digest)
    if (expiresAt === undefined) return
    this.expiring += 1
    this.expiries += BigInt(expiresAt)
  }

  /** Adds what another database of that number holds. */
  merge(other: Tally): void {
    for (const [kind, count] of other.kinds) this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + count)
    this.sum.addSum(other.sum.total, other.sum.count)
    this.expiring += other.expiring
    this.expiries += other.expiries
  }
}

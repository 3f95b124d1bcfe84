import { hash } from 'node:crypto'

/** Into how many parts the points of a collection are divided by their ids, each compared on its own. */
export const BUCKETS = 64

const LANES = 4

/** Counts and order-independent digests of points, by bucket: the sum of the first 128 bits of each point's SHA-256. */
export class Buckets {
  private readonly counts = new Float64Array(BUCKETS)
  private readonly sums = new Uint32Array(BUCKETS * LANES)

  add(bucket: number, point: Uint8Array): void {
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1
    this.addDigest(bucket, hash('sha256', point, 'buffer'))
  }

  /** Buckets in which both say the same. */
  unchanged(other: Buckets): readonly number[] {
    return [...this.counts.keys()].filter((bucket) => this.of(bucket) === other.of(bucket))
  }

  /** Count and digest over some buckets only. */
  total(wanted: readonly number[]): { readonly count: number; readonly digest: string } {
    const all = new Buckets()
    for (const bucket of wanted) {
      all.counts[0] = (all.counts[0] ?? 0) + (this.counts[bucket] ?? 0)
      all.addDigest(0, this.lanes(bucket))
    }
    return { count: all.counts[0] ?? 0, digest: all.lanes(0).toString('hex') }
  }

  private of(bucket: number): string {
    return `${this.counts[bucket]} ${this.lanes(bucket).toString('hex')}`
  }

  private lanes(bucket: number): Buffer {
    const bytes = Buffer.alloc(LANES * 4)
    for (let lane = 0; lane < LANES; lane++)
      bytes.writeUInt32BE(this.sums[bucket * LANES + lane] ?? 0, lane * 4)
    return bytes
  }

  private addDigest(bucket: number, digest: Buffer): void {
    let carry = 0
    for (let lane = LANES - 1; lane >= 0; lane--) {
      const sum = (this.sums[bucket * LANES + lane] ?? 0) + digest.readUInt32BE(lane * 4) + carry
      this.sums[bucket * LANES + lane] = sum
      carry = sum > 0xffff_ffff ? 1 : 0
    }
  }
}

/** The bucket of a point, by the bytes of its id alone. */
export function bucketOf(id: Uint8Array): number {
  let mixed = 0x811c_9dc5
  for (const byte of id) mixed = Math.imul(mixed ^ byte, 0x0100_0193)
  return ((mixed >>> 16) ^ mixed) & (BUCKETS - 1)
}

import { hash } from 'node:crypto'

/** Parts of a dataset that are compared apart, so that one which changed does not spoil the others. */
export const BUCKETS = 64
/** Neighbours share a bucket, because what is written at one time is written to few places. */
const NEIGHBOURS = 256
const LANES = 4

/** Counts and digests of everything that was added, by dataset and bucket: 1.5 KiB a dataset, however many elements it has. */
export class Tally {
  readonly #sums = new Map<string, Sums>()
  readonly #seed: string

  constructor(seed: string) {
    this.#seed = seed
  }

  /** Adds one element; `id` is that of the node, or of the node that the relationship begins at. */
  add(datasets: readonly string[], line: string, id: string): void {
    const digest = hash('sha256', `${this.#seed}\n${line}`, 'binary')
    const bucket = bucketOf(id)
    for (const dataset of datasets) addTo(this.#sumsOf(dataset), digest, bucket)
  }

  /** Notes a dataset that may turn out to be empty. */
  expect(dataset: string): void {
    this.#sumsOf(dataset)
  }

  get datasets(): readonly string[] {
    return [...this.#sums.keys()].toSorted()
  }

  /** Everything of a dataset outside the buckets that are left out. */
  total(dataset: string, without: ReadonlySet<number>): { readonly count: number; readonly digest: string } {
    const { counts, lanes } = this.#sumsOf(dataset)
    let count = 0
    const sum = new Uint32Array(LANES)
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      if (without.has(bucket)) continue
      count += counts[bucket] ?? 0
      for (let lane = 0; lane < LANES; lane += 1) {
        sum[lane] = (sum[lane] ?? 0) + (lanes[bucket * LANES + lane] ?? 0)
      }
    }
    return { count, digest: Buffer.from(sum.buffer).toString('hex') }
  }

  /** The buckets of a dataset that are not the same in both. */
  changed(other: Tally, dataset: string): ReadonlySet<number> {
    const [mine, theirs] = [this.#sumsOf(dataset), other.#sumsOf(dataset)]
    const differs = (bucket: number): boolean =>
      mine.counts[bucket] !== theirs.counts[bucket] ||
      !Buffer.from(lanesOf(mine, bucket).buffer).equals(Buffer.from(lanesOf(theirs, bucket).buffer))
    return new Set(Array.from({ length: BUCKETS }, (_, bucket) => bucket).filter(differs))
  }

  #sumsOf(dataset: string): Sums {
    const known = this.#sums.get(dataset)
    if (known !== undefined) return known
    const sums = { counts: new Float64Array(BUCKETS), lanes: new Uint32Array(BUCKETS * LANES) }
    this.#sums.set(dataset, sums)
    return sums
  }
}

interface Sums {
  readonly counts: Float64Array
  readonly lanes: Uint32Array
}

/** Which part of its dataset an element belongs to, the same on every server that knows its node by the same id. */
export function bucketOf(id: string): number {
  const number = Number(id)
  if (Number.isSafeInteger(number) && number >= 0) return Math.floor(number / NEIGHBOURS) % BUCKETS
  return hash('sha256', id, 'buffer').readUInt8(0) % BUCKETS
}

/** Sums modulo 2^32 in four lanes: an order plays no part, and equal elements do not cancel each other. */
function addTo({ counts, lanes }: Sums, digest: string, bucket: number): void {
  counts[bucket] = (counts[bucket] ?? 0) + 1
  for (let lane = 0; lane < LANES; lane += 1) {
    const at = bucket * LANES + lane
    lanes[at] = (lanes[at] ?? 0) + wordOf(digest, lane * 4)
  }
}

/** Four bytes of a digest that is a text of bytes, which is made several times faster than a buffer. */
function wordOf(digest: string, at: number): number {
  return (
    digest.charCodeAt(at) |
    (digest.charCodeAt(at + 1) << 8) |
    (digest.charCodeAt(at + 2) << 16) |
    (digest.charCodeAt(at + 3) << 24)
  )
}

function lanesOf({ lanes }: Sums, bucket: number): Uint32Array<ArrayBuffer> {
  return new Uint32Array(lanes.slice(bucket * LANES, (bucket + 1) * LANES))
}

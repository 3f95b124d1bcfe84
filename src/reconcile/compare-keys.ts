import { createHash } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import { cancelled } from '../runtime/cancelled.ts'
import { PARTITIONS, type KeySpill } from './key-spill.ts'

const SAMPLES = 5

/** The keys of one side as a whole. */
export interface SideSummary {
  /** Of different keys. */
  readonly count: number
  /** SHA-256 (hex) over the digests of the keys in their order: equal sets give equal ones. */
  readonly digest: string
}

/** What two sides of a reconciliation do not have in common; holds no key. */
export interface KeyComparison {
  readonly truth: SideSummary
  readonly derived: SideSummary
  readonly missing: OneSided
  readonly orphaned: OneSided
}

/** Keys that are on one side only. */
export interface OneSided {
  readonly count: number
  /** Digests (hex) of the first few by digest. */
  readonly samples: readonly string[]
}

/** Compares two sides, one partition of each in memory at a time. */
export async function compareKeys(
  truth: KeySpill,
  derived: KeySpill,
  signal: AbortSignal,
): Promise<KeyComparison> {
  const sides = { truth: new Summary(), derived: new Summary() }
  const missing = new Differences()
  const orphaned = new Differences()
  for (let partition = 0; partition < PARTITIONS; partition += 1) {
    await breathe()
    if (signal.aborted) throw cancelled(signal)
    const [here, there] = [truth.read(partition), derived.read(partition)]
    sides.truth.add(here)
    sides.derived.add(there)
    missing.add(here.difference(there))
    orphaned.add(there.difference(here))
  }
  return {
    truth: sides.truth.done(),
    derived: sides.derived.done(),
    missing: missing.done(),
    orphaned: orphaned.done(),
  }
}

class Summary {
  #count = 0
  readonly #hash = createHash('sha256')

  /** Partitions come in the order of their digests. */
  add(digests: ReadonlySet<string>): void {
    this.#count += digests.size
    this.#hash.update([...digests].sort().join(''), 'latin1')
  }

  done(): SideSummary {
    return { count: this.#count, digest: this.#hash.digest('hex') }
  }
}

class Differences {
  #count = 0
  readonly #samples: string[] = []

  add(digests: ReadonlySet<string>): void {
    this.#count += digests.size
    if (this.#samples.length === SAMPLES || digests.size === 0) return
    const first = [...digests].sort().slice(0, SAMPLES - this.#samples.length)
    this.#samples.push(...first.map((digest) => Buffer.from(digest, 'latin1').toString('hex')))
  }

  done(): OneSided {
    return { count: this.#count, samples: this.#samples }
  }
}

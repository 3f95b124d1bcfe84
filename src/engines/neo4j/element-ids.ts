import { NumberList } from './number-list.ts'

/** Which element of the export each node of a server is; by it both sides are digested under the same names. */
export interface ElementIds {
  /** The id in the export, or a text that no export holds for a node that was made since. */
  exportedId(id: string): string
}

/** A database that was never loaded, or from its own files: every node is known by its own id. */
export const OWN_IDS: ElementIds = { exportedId: (id) => id }

/** The part of `4:<uuid>:<id>` that tells nodes of one database apart. */
export function shortId(elementId: string): string {
  return elementId.slice(elementId.lastIndexOf(':') + 1)
}

/**
 * The ids that a load gives to exported nodes: 4 bytes a node while they are below 2^32, else 8. The loader finds new ids by the
 * exported ones, the fingerprint afterwards the other way round.
 */
export class LoadedIds {
  readonly #made = new NumberList()
  /** Exported ids that follow each other are known by the first, and its place in the list. */
  readonly #firsts = new NumberList()
  readonly #places = new NumberList()
  #next = 0
  /** Those that come out of order, as a server lists none that is known. */
  readonly #strays = new Map<number, number>()

  add(exported: number, made: number): void {
    if (exported < this.#next) {
      this.#strays.set(exported, made)
      return
    }
    if (exported > this.#next || this.#firsts.length === 0) {
      this.#firsts.push(exported)
      this.#places.push(this.#made.length)
    }
    this.#made.push(made)
    this.#next = exported + 1
  }

  /** The new id of an exported node, undefined when it was not exported. */
  madeId(exported: number): number | undefined {
    const run = this.#runOf(exported)
    const place = this.#places.at(run) + exported - this.#firsts.at(run)
    if (run >= 0 && place < this.#endOf(run)) return this.#made.at(place)
    return this.#strays.get(exported)
  }

  /** The other way round; this one is empty then, so that no more memory is needed. */
  invert(): ElementIds {
    // One more than the id, so that 0 says that there is none.
    const exportedByMade = new NumberList()
    let run = 0
    for (const [place, made] of this.#made.drain()) {
      while (run + 1 < this.#places.length && this.#places.at(run + 1) <= place) run += 1
      exportedByMade.set(made, this.#firsts.at(run) + place - this.#places.at(run) + 1)
    }
    for (const [exported, made] of this.#strays) exportedByMade.set(made, exported + 1)
    this.#strays.clear()
    return {
      exportedId: (id) => {
        const exported = exportedByMade.at(Number(id))
        return exported === 0 ? `new ${id}` : String(exported - 1)
      },
    }
  }

  #runOf(exported: number): number {
    let low = 0
    let high = this.#firsts.length - 1
    while (low <= high) {
      const middle = (low + high) >>> 1
      if (this.#firsts.at(middle) <= exported) low = middle + 1
      else high = middle - 1
    }
    return high
  }

  #endOf(run: number): number {
    return run + 1 < this.#places.length ? this.#places.at(run + 1) : this.#made.length
  }
}

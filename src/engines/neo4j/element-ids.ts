/** Which element of the export each node of a server is; by it both sides are digested under the same names. */
export interface ElementIds {
  /** The id in the export, or a text that no export holds for a node that was made since. */
  exportedId(id: string): string
}

/** A database that was never loaded, or from its own files: every node is known by its own id. */
export const OWN_IDS: ElementIds = { exportedId: (id) => id }

const PAGE = 2 ** 16
const LARGEST_SMALL = 2 ** 32 - 1

/** The part of `4:<uuid>:<id>` that tells nodes of one database apart. */
export function shortId(elementId: string): string {
  return elementId.slice(elementId.lastIndexOf(':') + 1)
}

/**
 * Ids that a load gives: 12 bytes a node while they are below 2^32, else 24. The loader finds new ids by the exported ones, the
 * fingerprint the other way round.
 */
export class LoadedIds implements ElementIds {
  readonly #exported = new NumberList()
  readonly #made = new NumberList()
  readonly #exportedByMade = new NumberList()
  /** Those that come out of order, as a server lists none that is known. */
  readonly #strays = new Map<number, number>()

  add(exported: number, made: number): void {
    const { length } = this.#exported
    const stray = length > 0 && this.#exported.at(length - 1) >= exported
    if (stray) this.#strays.set(exported, made)
    else this.#exported.push(exported)
    if (!stray) this.#made.push(made)
    // One more than the id, so that 0 says that there is none.
    this.#exportedByMade.set(made, exported + 1)
  }

  /** The new id of an exported node, undefined when it was not exported. */
  madeId(exported: number): number | undefined {
    let low = 0
    let high = this.#exported.length - 1
    while (low <= high) {
      const middle = (low + high) >>> 1
      const found = this.#exported.at(middle)
      if (found === exported) return this.#made.at(middle)
      if (found < exported) low = middle + 1
      else high = middle - 1
    }
    return this.#strays.get(exported)
  }

  exportedId(id: string): string {
    const exported = this.#exportedByMade.at(Number(id))
    return exported === 0 ? `new ${id}` : String(exported - 1)
  }

  /** Frees what only the loader needs. */
  seal(): void {
    this.#exported.clear()
    this.#made.clear()
    this.#strays.clear()
  }
}

/** A list of whole numbers in pages, of 4 bytes each until one of a page needs 8. */
class NumberList {
  #pages: (Uint32Array | Float64Array)[] = []
  length = 0

  push(value: number): void {
    this.set(this.length, value)
  }

  at(index: number): number {
    return this.#pages[Math.floor(index / PAGE)]?.[index % PAGE] ?? 0
  }

  set(index: number, value: number): void {
    const number = Math.floor(index / PAGE)
    const page = this.#pages[number] ?? new Uint32Array(PAGE)
    const fits = value <= LARGEST_SMALL || page instanceof Float64Array
    const kept = fits ? page : Float64Array.from(page)
    kept[index % PAGE] = value
    this.#pages[number] = kept
    this.length = Math.max(this.length, index + 1)
  }

  clear(): void {
    this.#pages = []
    this.length = 0
  }
}

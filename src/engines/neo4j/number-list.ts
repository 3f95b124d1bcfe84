const PAGE = 2 ** 16
const LARGEST_SMALL = 2 ** 32 - 1

/** A list of whole numbers in pages, of 4 bytes each until one of a page needs 8. What was never set is 0. */
export class NumberList {
  readonly #pages: (Uint32Array | Float64Array | undefined)[] = []
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

  /** Every number with its place, from the first; what was handed over is freed and gone. */
  *drain(): Generator<readonly [number, number]> {
    for (let index = 0; index < this.length; index += 1) {
      yield [index, this.at(index)]
      if (index % PAGE === PAGE - 1) this.#pages[Math.floor(index / PAGE)] = undefined
    }
    this.#pages.length = 0
    this.length = 0
  }
}

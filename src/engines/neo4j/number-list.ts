const PAGE = 2 ** 16
const LARGEST_SMALL = 2 ** 32 - 1
/** Pages that are written to by turns: what several transactions number at a time lies near together. */
const OPEN = 4
/** With more runs than this a page takes as much memory as without. */
const MOST_RUNS = PAGE / 4

type Numbers = Uint32Array | Float64Array

/** Numbers of a page of which each is one more than the one before; what begins with 0 goes on with 0. */
interface Runs {
  readonly starts: Uint16Array
  readonly firsts: Numbers
}

type Page = Numbers | Runs

/**
 * A list of whole numbers in pages: of 4 bytes each until one of a page needs 8, and of next to nothing where they follow each other and
 * nothing is written any more. What was never set is 0.
 */
export class NumberList {
  readonly #pages: (Page | undefined)[] = []
  /** Pages that may become runs, the one that was written to last at the end. */
  readonly #open: number[] = []
  length = 0

  push(value: number): void {
    this.set(this.length, value)
  }

  at(index: number): number {
    const page = this.#pages[Math.floor(index / PAGE)]
    if (page === undefined) return 0
    return 'starts' in page ? numberOf(page, index % PAGE) : (page[index % PAGE] ?? 0)
  }

  set(index: number, value: number): void {
    const number = Math.floor(index / PAGE)
    const numbers = this.#written(number)
    const fits = value <= LARGEST_SMALL || numbers instanceof Float64Array
    const kept = fits ? numbers : Float64Array.from(numbers)
    kept[index % PAGE] = value
    this.#pages[number] = kept
    this.length = Math.max(this.length, index + 1)
  }

  /** Every number with its place, from the first; what was handed over is freed and gone. */
  *drain(): Generator<readonly [number, number]> {
    this.#open.length = 0
    for (let index = 0; index < this.length; index += 1) {
      yield [index, this.at(index)]
      if (index % PAGE === PAGE - 1) this.#pages[Math.floor(index / PAGE)] = undefined
    }
    this.#pages.length = 0
    this.length = 0
  }

  #written(number: number): Numbers {
    if (this.#open.at(-1) !== number) this.#touch(number)
    const page = this.#pages[number]
    if (page === undefined) return new Uint32Array(PAGE)
    return 'starts' in page ? unpacked(page) : page
  }

  /** A page that is written to again after it was packed stays as it is then: packing it by turns would take far too long. */
  #touch(number: number): void {
    const at = this.#open.indexOf(number)
    if (at >= 0) this.#open.splice(at, 1)
    else if (this.#pages[number] !== undefined) return
    this.#open.push(number)
    if (this.#open.length <= OPEN) return
    const oldest = this.#open.shift() ?? 0
    const page = this.#pages[oldest]
    if (page !== undefined && !('starts' in page)) this.#pages[oldest] = packed(page) ?? page
  }
}

function numberOf({ starts, firsts }: Runs, index: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((starts[middle] ?? 0) <= index) low = middle
    else high = middle - 1
  }
  const first = firsts[low] ?? 0
  return first === 0 ? 0 : first + index - (starts[low] ?? 0)
}

/** Undefined where that would not take much less. */
function packed(numbers: Numbers): Runs | undefined {
  const starts: number[] = []
  for (let index = 0, next = -1; index < PAGE; index += 1) {
    const value = numbers[index] ?? 0
    if (value !== next) {
      if (starts.length === MOST_RUNS) return undefined
      starts.push(index)
    }
    next = value === 0 ? 0 : value + 1
  }
  const firsts = starts.map((start) => numbers[start] ?? 0)
  const small = numbers instanceof Uint32Array
  return {
    starts: Uint16Array.from(starts),
    firsts: small ? Uint32Array.from(firsts) : Float64Array.from(firsts),
  }
}

function unpacked(runs: Runs): Numbers {
  const numbers = runs.firsts instanceof Float64Array ? new Float64Array(PAGE) : new Uint32Array(PAGE)
  for (let index = 0; index < PAGE; index += 1) numbers[index] = numberOf(runs, index)
  return numbers
}

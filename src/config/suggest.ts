const LARGEST_DISTANCE = 3

/** The candidate that `word` is most likely a misspelling of, if any is near enough. */
export function suggestion(word: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.min(LARGEST_DISTANCE, Math.floor((word.length + 1) / 3))
  let best: { readonly candidate: string; readonly distance: number } | undefined
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (distance <= limit && distance < (best?.distance ?? Infinity)) best = { candidate, distance }
  }
  return best?.candidate
}

/** `did you mean x?` with a leading separator, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const candidate = suggestion(word, candidates)
  return candidate === undefined ? '' : `; did you mean ${candidate}?`
}

/** Insertions, removals, substitutions and swaps of neighbours that turn one word into the other. */
export function editDistance(from: string, to: string): number {
  let beforePrevious: number[] = []
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      current.push(cheapest({ from, to, row, column, current, previous, beforePrevious }))
    }
    beforePrevious = previous
    previous = current
  }
  return previous[to.length] ?? from.length
}

function at(cells: readonly number[], index: number): number {
  return cells[index] ?? Infinity
}

interface Cell {
  readonly from: string
  readonly to: string
  readonly row: number
  readonly column: number
  readonly current: readonly number[]
  readonly previous: readonly number[]
  readonly beforePrevious: readonly number[]
}

function cheapest({ from, to, row, column, ...rows }: Cell): number {
  const same = from[row - 1] === to[column - 1]
  const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
  return Math.min(
    at(rows.previous, column) + 1,
    at(rows.current, column - 1) + 1,
    at(rows.previous, column - 1) + (same ? 0 : 1),
    swapped ? at(rows.beforePrevious, column - 2) + 1 : Infinity,
  )
}

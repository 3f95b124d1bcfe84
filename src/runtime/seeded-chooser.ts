import { createHash } from 'node:crypto'

/** Choices that a seed repeats exactly. */
export interface Chooser {
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number
  shuffled<T>(items: readonly T[]): readonly T[]
}

/** The same seed gives the same choices, on every computer. */
export function seededChooser(seed: string): Chooser {
  let drawn = 0
  const below = (limit: number): number => {
    const digest = createHash('sha256').update(`${seed}:${drawn}`).digest()
    drawn += 1
    return limit < 1 ? 0 : Number(digest.readBigUInt64BE() % BigInt(limit))
  }
  const shuffled = <T>(items: readonly T[]): readonly T[] => {
    const left = [...items]
    return items.flatMap(() => left.splice(below(left.length), 1))
  }
  return { below, shuffled }
}

import { headline, type Problem } from './problem.ts'

/** Each problem once: what a run told as it happened, with its reason and fix, and what its result holds besides. */
export function mergeProblems(told: readonly Problem[], found: readonly Problem[]): readonly Problem[] {
  const known = new Set(told.map(failureOf))
  const others = found.filter((problem) => !known.has(failureOf(problem)))
  return [...new Map([...told, ...others].map((problem) => [headline(problem), problem])).values()]
}

/** A target fails once, and the result says so in fewer words. */
function failureOf({ target, code }: Problem): string {
  return `${target ?? ''} ${code ?? ''}`
}

/** Negative when `one` is the older release: 5.26.30 comes before 2025.01.0, which comes before 2026.08.1. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [numbers(one), numbers(other)]
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** The release in what a program prints for `--version`: `neo4j 5.26.30`, `2026.08.1`. Undefined when there is none. */
export function releaseIn(printed: string): string | undefined {
  return /\b\d+\.\d+(?:\.\d+)?\b/.exec(printed)?.[0]
}

function numbers(version: string): readonly number[] {
  return (releaseIn(version) ?? '').split('.').map(Number)
}

/** What differs from run to run, and what stands for it on both sides. */
const CHANGING: readonly (readonly [RegExp, string])[] = [
  [/\d{8}T\d{6}Z-[0-9a-z]{4,12}/g, 'ID'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'TIME'],
  [/age1[0-9a-z]{20,}/g, 'AGE'],
  [/\b[0-9a-f]{12,64}\b/g, 'HEX'],
  [/\/[^ ,]*\/bin\b|\bcontainer \S+(?=, )/g, 'PLACE'],
  [/PLACE(.*?), (network-namespace|internal-network)/g, 'SANDBOX'],
  [/control {6}.*: noticed/g, 'control: noticed'],
  [/\b(db\.internal|127\.0\.0\.1):\d+/g, 'ADDRESS'],
  [/\b1\d\.\d+\b(?!\s*(ms|s|kB|B)\b)/g, 'VERSION'],
  [/\b\d+(\.\d+)? [kM]?B\b/g, 'SIZE'],
  [/\b\d+(\.\d+)?(ms|s|m|h|d)( \d+(\.\d+)?(s|m|h))*\b/g, 'DURATION'],
  [/\b\d+ bytes\b/g, 'SIZE'],
  [/ +/g, ' '],
]

/** A line without what differs from run to run. */
function normalised(line: string): string {
  return CHANGING.reduce((text, [pattern, stands]) => text.replaceAll(pattern, stands), line.trimEnd())
}

/** The first shown line that was not printed in its place, undefined when all were; `…` stands for any lines. */
export function firstMissing(shown: readonly string[], printed: readonly string[]): string | undefined {
  const actual = printed.map(normalised)
  let at = 0
  let free = false
  for (const line of shown) {
    if (line === '…') {
      free = true
      continue
    }
    const found = free ? actual.indexOf(normalised(line), at) : at
    if (found < 0 || actual[found] !== normalised(line)) return line
    at = found + 1
    free = false
  }
  return free || at === actual.length ? undefined : `nothing more, but: ${actual[at]}`
}

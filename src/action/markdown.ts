/** Text that Markdown leaves as it is, on one line, also in a cell. */
export function plainText(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_~|[\]#]/g, String.raw`\$&`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('@', '&#64;')
    .trim()
}

/** A table without the columns that hold nothing. */
export function table(
  columns: readonly string[],
  rows: readonly Readonly<Record<string, string>>[],
): readonly string[] {
  const used = columns.filter((column) => rows.some((row) => (row[column] ?? '') !== ''))
  return [
    lineOf(used),
    lineOf(used.map(() => '---')),
    ...rows.map((row) => lineOf(used.map((column) => row[column] ?? ''))),
  ]
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** Lines as they are, in a fence longer than any in them. */
export function fenced(lines: readonly string[]): readonly string[] {
  const longest = Math.max(2, ...lines.map((line) => /^\s*(`*)/.exec(line)?.[1]?.length ?? 0))
  const fence = '`'.repeat(longest + 1)
  return [`${fence}text`, ...lines, fence]
}

/** As many of the lines as fit into so many bytes, and how many did not. */
export function fitting(
  lines: readonly string[],
  bytes: number,
): { readonly lines: readonly string[]; readonly left: number } {
  let used = 0
  const end = lines.findIndex((line) => (used += Buffer.byteLength(line) + 1) > bytes)
  return end < 0 ? { lines, left: 0 } : { lines: lines.slice(0, end), left: lines.length - end }
}

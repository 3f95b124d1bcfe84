/**
 * Text that the runner only prints: it takes `::` at the beginning of a line, and `##[` anywhere in one, for commands to itself.
 * What databases and their programs say is not ours to trust.
 */
export function harmless(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map(lineOf)
    .join('\n')
}

/** The same of one line, whatever breaks it. */
export function lineOf(text: string): string {
  const line = text.replaceAll(/[\r\n]+/g, ' ').replaceAll('##[', '## [')
  return line.includes('::') ? `| ${line}` : line
}

/** A table as GitHub renders it; empty without rows. Cells hold Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** A text from outside as it is, whatever Markdown or HTML it may look like, on one line. */
export function plain(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.replaceAll(/[\\`*_{}[\]<>()#+!|~$&@:]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/** An id or a digest. */
export function code(text: string | undefined): string {
  return text === undefined ? '–' : `\`${text}\``
}

/** Blocks with an empty line between them; empty ones are left out. */
export function blocks(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n')
}

export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n')
}

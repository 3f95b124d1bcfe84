/** An identifier as SQL text, always quoted. */
export function quoteIdentifier(name: string): string {
  return `\`${escaped(name, '`')}\``
}

/** A string as an SQL literal. */
export function quoteLiteral(text: string): string {
  return `'${escaped(text, "'")}'`
}

function escaped(text: string, quote: string): string {
  return text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll(quote, `\\${quote}`)
    .replaceAll('\0', String.raw`\0`)
}

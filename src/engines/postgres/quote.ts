/** An identifier as SQL text, always quoted. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A string as an SQL literal; backslashes are taken as they are (standard_conforming_strings is on). */
export function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

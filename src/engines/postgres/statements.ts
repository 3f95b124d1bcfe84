const OPENING = /'|"|\$[A-Za-z_0-9]*\$|--|;/g

/**
 * The statements of a script as pg_dumpall writes it, without comments and psql's own commands.
 * Knows quoted names, both kinds of strings and dollar quotes; nothing else opens anything in such a script.
 */
export function splitStatements(script: string): readonly string[] {
  const text = script.replaceAll(/^\\.*$/gm, '')
  const statements: string[] = []
  let statement = ''
  let at = 0
  while (at < text.length) {
    OPENING.lastIndex = at
    const found = OPENING.exec(text)
    if (found === null) break
    const mark = found[0]
    const end = closing(text, found.index, mark)
    statement += text.slice(at, mark === '--' || mark === ';' ? found.index : end)
    if (mark === ';') {
      statements.push(statement.trim())
      statement = ''
    }
    at = end
  }
  return statements.filter((one) => one !== '')
}

/** The position after what `mark` opened. */
function closing(text: string, start: number, mark: string): number {
  const from = start + mark.length
  if (mark === ';') return from
  if (mark === "'" && /(^|[^A-Za-z0-9_])E$/.test(text.slice(Math.max(0, start - 2), start))) {
    return closingOfEscapeString(text, from)
  }
  const end = text.indexOf(mark === '--' ? '\n' : mark, from)
  if (end < 0) return text.length
  return mark === '--' ? end : end + mark.length
}

function closingOfEscapeString(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text.charAt(at) === '\\') at += 1
    else if (text.charAt(at) === "'") return at + 1
  }
  return text.length
}

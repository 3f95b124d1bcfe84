/** The values of a row, as the server writes them as text; NULL is null. */
export type Row = readonly (string | null)[]

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '0': '\0',
}

/** One row of ClickHouse's TabSeparated format, without its line break: every value as text, NULL as null. */
export function parseRow(line: string): Row {
  return line.split('\t').map(parseValue)
}

/** The rows of a whole answer. */
export function parseRows(text: string): readonly Row[] {
  if (text === '') return []
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n').map(parseRow)
}

function parseValue(value: string): string | null {
  if (value === String.raw`\N`) return null
  return value.replaceAll(/\\([\s\S])/g, (_, escaped: string) => ESCAPES[escaped] ?? escaped)
}

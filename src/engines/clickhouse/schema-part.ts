import { LifeboatError } from '../../core/errors.ts'

/** The part with every definition, as SQL. */
export const SCHEMA = 'schema.sql'
const MARK = '-- lifeboat '
const END = '-- lifeboat-end '

/** Where the rows of an object lie, and what reading them must give. */
export interface StoredRows {
  readonly part: string
  readonly format: 'Native' | 'CSVWithNamesAndTypes'
  readonly bytes: number
  readonly crc32: number
  /** Absent where rows came and went while they were read. */
  readonly rows?: number
}

/** Rows that the server itself backed up. */
export interface TreeRows {
  /** The table's name in the server's backup. */
  readonly name: string
  /** Its parts by their checksums, where nobody could change them meanwhile. */
  readonly parts?: string
}

/** One statement of the part, with what a load must know of it. */
export interface SchemaEntry {
  readonly kind: string
  readonly name: string
  readonly engine: string
  readonly definition: string
  readonly data?: StoredRows
  readonly tree?: TreeRows
}

/** Views come last: a materialized one must not see rows that its own table holds already. */
const ORDER = ['function', 'table', 'dictionary', 'other', 'external', 'view', 'materializedView']

/** Writes SQL that a person can read and run; each statement follows a comment that says what it makes. */
export function writeSchema(entries: readonly SchemaEntry[]): string {
  const ordered = entries.toSorted((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind))
  const blocks = ordered.map(({ definition, ...rest }) => `${MARK}${JSON.stringify(rest)}\n${definition};\n`)
  return [...blocks, `${END}${entries.length}\n`].join('\n')
}

/** Reads the part back. Throws `part-malformed`. */
export function readSchema(text: string): readonly SchemaEntry[] {
  const blocks = text.split(/^(?=-- lifeboat(?:-end)? )/m)
  const end = blocks.pop()
  if (end !== `${END}${blocks.length}\n`) throw malformed()
  return blocks.map((block) => {
    const end = block.indexOf('\n')
    const statement = block.slice(end + 1).trim()
    if (!block.startsWith(MARK) || !statement.endsWith(';')) throw malformed()
    return { ...parseMark(block.slice(MARK.length, end)), definition: statement.slice(0, -1) }
  })
}

function parseMark(text: string): Omit<SchemaEntry, 'definition'> {
  try {
    return JSON.parse(text) as Omit<SchemaEntry, 'definition'>
  } catch (error) {
    throw malformed(error)
  }
}

function malformed(cause?: unknown): LifeboatError {
  return new LifeboatError({
    code: 'part-malformed',
    what: `${SCHEMA} of the backup does not hold what was written into it`,
    cause,
  })
}

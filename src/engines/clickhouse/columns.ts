import { quoteIdentifier } from './quote.ts'
import type { Session } from './session.ts'

export interface Column {
  readonly name: string
  readonly type: string
}

/** The columns of a table that are stored, in order: computed ones are not. */
export async function storedColumns(
  session: Session,
  database: string,
  table: string,
): Promise<readonly Column[]> {
  const rows = await session.rows(COLUMNS, { database, table })
  return rows.map(([name, type]) => ({ name: name ?? '', type: type ?? '' }))
}

const COLUMNS = `
SELECT name, type FROM system.columns
WHERE database = {database:String} AND table = {table:String} AND default_kind NOT IN ('ALIAS', 'EPHEMERAL') ORDER BY position`

/** The columns as a list in SQL. */
export function columnList(columns: readonly Column[]): string {
  return columns.map(({ name }) => quoteIdentifier(name)).join(', ')
}

/** True for states of aggregate functions, which have several forms of the same meaning. */
export function isState({ type }: Column): boolean {
  return type.startsWith('AggregateFunction(')
}

/** True where a state lies inside another type, out of reach. */
export function hidesState(column: Column): boolean {
  return !isState(column) && /(?<!Simple)AggregateFunction\(/.test(column.type)
}

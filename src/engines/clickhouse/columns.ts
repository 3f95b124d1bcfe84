import { quoteIdentifier } from './quote.ts'
import type { Session } from './session.ts'

export interface Column {
  readonly name: string
  readonly type: string
}

/** The columns of each table that are stored, in order: computed ones are not. */
export async function storedColumns(
  session: Session,
  database: string,
): Promise<ReadonlyMap<string, readonly Column[]>> {
  const rows = await session.rows(COLUMNS, { database })
  const columns = new Map<string, Column[]>()
  for (const [table, name, type] of rows) {
    const known = columns.get(table ?? '') ?? []
    known.push({ name: name ?? '', type: type ?? '' })
    columns.set(table ?? '', known)
  }
  return columns
}

const COLUMNS = `
SELECT table, name, type FROM system.columns
WHERE database = {database:String} AND default_kind NOT IN ('ALIAS', 'EPHEMERAL') ORDER BY table, position`

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

/** Types whose values a CSV file does not hold exactly. */
const BEYOND_CSV =
  /\b(Array|Map|Tuple|Nested|JSON|Object|Dynamic|Variant|AggregateFunction|Point|Ring|LineString|MultiLineString|Polygon|MultiPolygon)\b/

/** Whether every value comes back from a CSV file as it was. */
export function fitsCsv(columns: readonly Column[]): boolean {
  return columns.every(({ type }) => !BEYOND_CSV.test(type))
}

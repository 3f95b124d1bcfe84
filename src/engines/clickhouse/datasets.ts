import { storedColumns, type Column } from './columns.ts'
import { isMergeTree, type DatabaseObject } from './objects.ts'
import type { Session } from './session.ts'

/** Rows that are compared: those of a table, or of a materialized view that keeps its own. */
export interface Dataset {
  readonly name: string
  readonly kind: 'table' | 'materializedView'
  /** Where its rows are read: the table itself, its inner table, or a clone of that. */
  readonly database: string
  readonly table: string
  readonly columns: readonly Column[]
  /** Whether the rows lie in parts that belong to partitions. */
  readonly inParts: boolean
  /** True for a clone, which nobody writes to. */
  readonly frozen: boolean
}

/** The datasets among the objects of a database, read in place. */
export async function datasetsOf(
  session: Session,
  database: string,
  objects: readonly DatabaseObject[],
): Promise<readonly Dataset[]> {
  const columns = await storedColumns(session, database)
  return objects.flatMap(({ name, kind, storage }) => {
    if (storage === undefined || (kind !== 'table' && kind !== 'materializedView')) return []
    const { name: table, engine } = storage
    const inParts = isMergeTree(engine)
    return [{ name, kind, database, table, columns: columns.get(table) ?? [], inParts, frozen: false }]
  })
}

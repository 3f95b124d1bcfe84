import { pipeline as connect } from 'node:stream'
import { isLifeboatError } from '../../core/errors.ts'
import { countBytes, requireSame } from './counted.ts'
import { columnList, type Column } from './columns.ts'
import type { Creation } from './create-objects.ts'
import { quoteIdentifier } from './quote.ts'
import type { SchemaEntry } from './schema-part.ts'

/** Rows as they are: nothing is merged, doubled or recomputed on the way in. */
export const EXACT = {
  optimize_on_insert: '0',
  insert_deduplicate: '0',
  async_insert: '0',
  insert_allow_materialized_columns: '1',
  max_partitions_per_insert_block: '0',
} as const

/** Streams the rows of one object from the backup into the server. Throws the error of the part where that is what broke off. */
export async function loadRows(
  { session, connection, request, exact }: Creation,
  { name, data }: SchemaEntry,
  columns: readonly Column[],
): Promise<void> {
  if (data === undefined) return
  const table = `${quoteIdentifier(connection.database)}.${quoteIdentifier(name)}`
  const content = await request.parts.open(data.part)
  const passed = { bytes: 0, crc32: 0 }
  const counted = connect(content, countBytes(passed), () => undefined)
  try {
    await session.insert(
      `INSERT INTO ${table} (${columnList(columns)}) FORMAT ${data.format}`,
      counted,
      exact,
    )
  } catch (error) {
    throw isLifeboatError(content.errored) ? content.errored : error
  }
  requireSame(data, passed)
}

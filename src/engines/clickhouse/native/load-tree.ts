import type { EngineContext, LoadRequest } from '../../../core/engine.ts'
import { LifeboatError } from '../../../core/errors.ts'
import type { Tools } from '../../../core/machine.ts'
import type { ClickHouseConnection } from '../connection.ts'
import { listObjects } from '../objects.ts'
import type { SchemaEntry } from '../schema-part.ts'
import type { Session } from '../session.ts'
import { withoutStorage } from '../without-storage.ts'
import { NATIVE_PART } from './back-up.ts'
import { partHash, requireSameParts } from './part-hashes.ts'
import { restoreFromStore, restoreInSandbox, type RestoredTable } from './restore.ts'

export interface TreeLoad {
  readonly session: Session
  readonly connection: ClickHouseConnection
  readonly request: LoadRequest
  readonly tools: Tools
  readonly context: EngineContext
}

interface Wanted extends RestoredTable {
  /** Of clones only: what others write to has other parts by the time it is backed up. */
  readonly parts: string | undefined
}

/**
 * Restores the rows that the server backed up by itself into the tables that were made for them, whose merges are stopped, and
 * requires the very parts that were backed up. Throws `load-failed`, and what the tree fails with.
 */
export async function loadTree(load: TreeLoad, entries: readonly SchemaEntry[]): Promise<void> {
  const wanted = await wantedTables(load, entries)
  if (wanted.length === 0) return
  const { session, connection, request, tools, context } = load
  const tree = request.parts.trees?.get(NATIVE_PART)
  if (tree === undefined) throw withoutTree()
  const restore = { tree, session, connection, tables: wanted, context }
  if (request.purpose === 'sandbox') await restoreInSandbox(restore, tools)
  else await restoreFromStore(restore)
  for (const { name, database, table, parts } of wanted) {
    if (parts !== undefined) requireSameParts(name, parts, await partHash(session, database, table))
  }
}

async function wantedTables(
  { session, connection }: TreeLoad,
  entries: readonly SchemaEntry[],
): Promise<readonly Wanted[]> {
  const { database } = connection
  const trees = new Map(
    entries.flatMap(({ name, tree }) => (tree === undefined ? [] : [[name, tree] as const])),
  )
  if (trees.size === 0) return []
  const objects = await listObjects(session, database)
  const found = new Set(objects.flatMap(({ name, storage }) => (storage === undefined ? [] : [name])))
  const lost = [...trees.keys()].filter((name) => !found.has(name))
  if (lost.length > 0) throw withoutStorage(lost)
  return objects.flatMap(({ name, storage }) => {
    const tree = trees.get(name)
    if (tree === undefined || storage === undefined) return []
    return [{ name: tree.name, database, table: storage.name, parts: tree.parts }]
  })
}

function withoutTree(): LifeboatError {
  return new LifeboatError({
    code: 'part-malformed',
    what: 'rows of the backup lie in a part that the server wrote, and the backup has none',
    fix: 'restore another backup',
  })
}

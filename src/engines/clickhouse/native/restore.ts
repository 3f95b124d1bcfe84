import { Readable } from 'node:stream'
import type { PartTree, TreeLayer, TreeObject } from '../../../core/delegation.ts'
import type { EngineContext } from '../../../core/engine.ts'
import { LifeboatError } from '../../../core/errors.ts'
import type { Tools } from '../../../core/machine.ts'
import type { TarFile } from '../../../runtime/tar-stream.ts'
import { unpackFiles } from '../../../runtime/unpack-files.ts'
import type { ClickHouseConnection } from '../connection.ts'
import { quoteIdentifier } from '../quote.ts'
import type { Session } from '../session.ts'
import { BACKUP_DATABASE } from './back-up.ts'
import { baseOfIncrement, DESCRIPTION, openDescription } from './increment.ts'
import { runOperation } from './operation.ts'
import { diskPath, diskPlace, isSamePlace, placeOf, SANDBOX_DISK } from './place.ts'

export interface RestoredTable {
  /** Its name in the backup. */
  readonly name: string
  /** Made already, and empty; merges are stopped. */
  readonly database: string
  readonly table: string
}

export interface NativeRestore {
  readonly tree: PartTree
  readonly session: Session
  readonly connection: ClickHouseConnection
  readonly tables: readonly RestoredTable[]
  readonly context: EngineContext
}

/** Brings the whole chain onto the sandbox's disk, compared with its inventories on the way, and restores from there. */
export async function restoreInSandbox(restore: NativeRestore, tools: Tools): Promise<void> {
  const { tree, session } = restore
  const root = await diskPath(SANDBOX_DISK, session)
  if (root === undefined) throw withoutDisk()
  for (const [depth, layer] of tree.layers.entries()) {
    const files = filesOf(layer, tree.layers[depth + 1])
    await unpackFiles(files, `${root.replace(/\/$/, '')}/${layer.backupId}`, tools)
  }
  await restoreFrom(diskPlace(SANDBOX_DISK, `${newest(tree).backupId}/`), restore)
}

/** Has a server that reaches the store read from it by itself what was compared before. */
export async function restoreFromStore(restore: NativeRestore): Promise<void> {
  const { tree, connection, session } = restore
  const places = await Promise.all(
    tree.layers.map(async ({ address }) => {
      if (address === undefined) throw withoutAddress()
      return placeOf(address, connection.native, session)
    }),
  )
  await requireBasesInPlace(tree.layers, places)
  const [place = '', base] = places
  await restoreFrom(place, restore, base === undefined ? [] : [`base_backup = ${base}`])
}

/** The server is told where the newest increment's base lies; where those below have theirs, it knows from the backup only. */
async function requireBasesInPlace(layers: readonly TreeLayer[], places: readonly string[]): Promise<void> {
  for (const [depth, layer] of layers.entries()) {
    const base = places[depth + 1]
    if (depth === 0 || base === undefined) continue
    const written = await baseOfIncrement(layer)
    if (written !== undefined && !isSamePlace(written, base)) throw movedBase(layer, written)
  }
}

async function restoreFrom(
  place: string,
  { session, connection, tables, context }: NativeRestore,
  more: readonly string[] = [],
): Promise<void> {
  const statement = `RESTORE ${tables.map(restored).join(', ')} FROM ${place}`
  // The tables are there, in definitions of their own: what comes is their parts.
  const settings = ['create_table = 0', 'create_database = 0', 'allow_different_table_def = 1', ...more]
  await runOperation(session, { statement, settings, kind: 'RESTORE' }, { connection, context })
}

function restored({ name, database, table }: RestoredTable): string {
  const source = `${quoteIdentifier(BACKUP_DATABASE)}.${quoteIdentifier(name)}`
  return `TABLE ${source} AS ${quoteIdentifier(database)}.${quoteIdentifier(table)}`
}

function newest({ layers }: PartTree): TreeLayer {
  const [layer] = layers
  if (layer === undefined) throw new Error('a tree without layers')
  return layer
}

async function* filesOf(layer: TreeLayer, base: TreeLayer | undefined): AsyncGenerator<TarFile> {
  for await (const object of layer.list()) {
    if (object.name === DESCRIPTION && base !== undefined) yield await describedHere(layer, object, base)
    else yield { ...object, content: () => layer.open(object) }
  }
}

/** An increment names where its base lies, in the store that no sandbox reaches: here it lies beside it. */
async function describedHere(layer: TreeLayer, object: TreeObject, base: TreeLayer): Promise<TarFile> {
  const description = await openDescription(layer, object)
  if (description === undefined) return { ...object, content: () => layer.open(object) }
  const { content, longerBy } = description.leadTo(diskPlace(SANDBOX_DISK, `${base.backupId}/`))
  return { name: object.name, bytes: object.bytes + longerBy, content: async () => Readable.from(content) }
}

function withoutDisk(): LifeboatError {
  return new LifeboatError({
    code: 'sandbox-unavailable',
    what: `the sandbox's server has no disk ${SANDBOX_DISK} to restore from`,
    fix: 'report this as a bug of the engine',
  })
}

function movedBase({ backupId }: TreeLayer, base: string): LifeboatError {
  return new LifeboatError({
    code: 'not-supported',
    what: `the store was moved, and ${backupId}, which the backup is based on, says that its own base lies in ${base}`,
    why: 'a server can be told where the base of one increment lies, not those of a chain',
    fix: 'restore the increment nearest to the full backup, or put the store back to where it was for the restore; drills read the whole chain wherever it lies',
  })
}

function withoutAddress(): LifeboatError {
  return new LifeboatError({
    code: 'not-supported',
    what: 'no server can read this store by itself, so a native backup in it cannot be restored here',
    fix: 'copy the backup to a store of type s3, or to a folder that the server sees',
  })
}

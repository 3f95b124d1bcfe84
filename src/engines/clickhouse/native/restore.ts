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
import { runOperation } from './operation.ts'
import { diskPath, diskPlace, placeOf, SANDBOX_DISK } from './place.ts'

const DESCRIPTION = '.backup'
/** The description lists every file, and says before them what it is based on. */
const HEAD_BYTES = 65_536
const BASE = /<base_backup>[^<]*<\/base_backup>/

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

/** Has a server that reaches the store read from it by itself; what it reads was not compared before. */
export async function restoreFromStore(restore: NativeRestore): Promise<void> {
  const { address } = newest(restore.tree)
  if (address === undefined) throw withoutAddress()
  await restoreFrom(await placeOf(address, restore.connection.native, restore.session), restore)
}

async function restoreFrom(
  place: string,
  { session, connection, tables, context }: NativeRestore,
): Promise<void> {
  const statement = `RESTORE ${tables.map(restored).join(', ')} FROM ${place}`
  // The tables are there, in definitions of their own: what comes is their parts.
  const settings = ['create_table = 0', 'create_database = 0', 'allow_different_table_def = 1']
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
  const chunks = ((await layer.open(object)) as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  let head = ''
  while (head.length < HEAD_BYTES && !BASE.test(head)) {
    const step = await chunks.next()
    if (step.done === true) break
    head += step.value.toString('latin1')
  }
  const [written] = BASE.exec(head) ?? []
  if (written === undefined) throw withoutBase()
  const here = `<base_backup>${diskPlace(SANDBOX_DISK, `${base.backupId}/`)}</base_backup>`
  async function* content(): AsyncGenerator<Buffer> {
    yield Buffer.from(
      head.replace(BASE, () => here),
      'latin1',
    )
    for (let step = await chunks.next(); step.done !== true; step = await chunks.next()) yield step.value
  }
  const bytes = object.bytes - written.length + here.length
  return { name: object.name, bytes, content: async () => Readable.from(content()) }
}

function withoutDisk(): LifeboatError {
  return new LifeboatError({
    code: 'sandbox-unavailable',
    what: `the sandbox's server has no disk ${SANDBOX_DISK} to restore from`,
    fix: 'report this as a bug of the engine',
  })
}

function withoutBase(): LifeboatError {
  return new LifeboatError({
    code: 'part-malformed',
    what: 'an incremental backup of the server does not say what it is based on',
    fix: 'restore another backup, and take a new one',
  })
}

function withoutAddress(): LifeboatError {
  return new LifeboatError({
    code: 'not-supported',
    what: 'no server can read this store by itself, so a native backup in it cannot be restored here',
    fix: 'copy the backup to a store of type s3, or to a folder that the server sees',
  })
}

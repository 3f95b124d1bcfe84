import type { DelegatedFolder, DelegatedWrite, EarlierTree } from '../../../core/delegation.ts'
import type { CaptureSink, EngineContext } from '../../../core/engine.ts'
import { isLifeboatError, LifeboatError } from '../../../core/errors.ts'
import type { ClickHouseConnection } from '../connection.ts'
import { quoteIdentifier } from '../quote.ts'
import type { Session } from '../session.ts'
import { baseOfEarlier, DESCRIPTION } from './increment.ts'
import { runOperation } from './operation.ts'
import { isSamePlace, placeOf } from './place.ts'

/** The part that the server writes by itself. */
export const NATIVE_PART = 'native'

/** In this database the tables lie in the backup, whatever theirs is called: a restore may go into another. */
export const BACKUP_DATABASE = 'backup'

/** An address with its key, instead of the name of a collection. */
const KEY_IN_CLEAR = /<base_backup>(S3|AzureBlobStorage)\('/

/** A table whose rows are backed up. */
interface NativeTable {
  /** Its name in the backup. */
  readonly name: string
  /** Where its rows stand still now: a clone, or the table itself. */
  readonly database: string
  readonly table: string
}

export interface NativeBackup {
  readonly sink: CaptureSink
  readonly session: Session
  readonly connection: ClickHouseConnection
  readonly tables: readonly NativeTable[]
  readonly context: EngineContext
}

/** Has the server write these tables into the store. Throws `capture-failed`, and as `sink.delegate` says. */
export async function backUpTables(backup: NativeBackup): Promise<void> {
  let entries = 0
  const tree = await backup.sink.delegate(
    NATIVE_PART,
    async (folder) => {
      const written = await writeTree(backup, folder)
      entries = written.entries
      return written
    },
    { metadata: (name) => name === DESCRIPTION || name.startsWith('metadata/'), forbidden: KEY_IN_CLEAR },
  )
  // The description comes on top of what the server counts.
  if (tree.objects !== entries + 1) throw writtenElsewhere(entries, tree.objects)
}

async function writeTree(
  backup: NativeBackup,
  { address, earlier }: DelegatedFolder,
): Promise<DelegatedWrite & { readonly entries: number }> {
  const { session, connection, tables, context } = backup
  const base = await usableBase(backup, earlier)
  if ((connection.native.increments ?? 0) > 0) {
    const what = base === undefined ? 'a full backup' : `an increment on ${base.backupId}`
    context.reporter.report({ event: 'notice', message: `the server writes ${what}` })
  }
  const place = await placeOf(address, connection.native, session)
  const settings =
    base === undefined ? [] : [`base_backup = ${await placeOf(base.address, connection.native, session)}`]
  const statement = `BACKUP ${tables.map(backedUp).join(', ')} TO ${place}`
  const finished = await runOperation(
    session,
    { statement, settings, kind: 'BACKUP' },
    { connection, context },
  )
  return { ...finished, ...(base === undefined ? {} : { basedOn: base }) }
}

/** Undefined where a full backup is due. */
async function usableBase(
  backup: NativeBackup,
  earlier: DelegatedFolder['earlier'],
): Promise<EarlierTree | undefined> {
  const { increments = 0 } = backup.connection.native
  const base = increments === 0 ? undefined : await earlier()
  if (base === undefined || base.bases.length >= increments) return undefined
  return (await liesWhereItLay(base, backup)) ? base : undefined
}

/** Of a store that was moved no server can restore a chain: what it says of the places below the newest increment is old. */
async function liesWhereItLay(
  base: EarlierTree,
  { session, connection }: Pick<NativeBackup, 'session' | 'connection'>,
): Promise<boolean> {
  if (base.baseAddress === undefined) return true
  const place = await placeOf(base.baseAddress, connection.native, session)
  try {
    const written = await baseOfEarlier(base)
    return written === undefined || isSamePlace(written, place)
  } catch (error) {
    // A damaged backup must not stand in the way of a new one.
    if (isLifeboatError(error, 'part-malformed')) return false
    throw error
  }
}

function backedUp({ name, database, table }: NativeTable): string {
  const source = `${quoteIdentifier(database)}.${quoteIdentifier(table)}`
  return `TABLE ${source} AS ${quoteIdentifier(BACKUP_DATABASE)}.${quoteIdentifier(name)}`
}

function writtenElsewhere(entries: number, objects: number): LifeboatError {
  return new LifeboatError({
    code: 'capture-failed',
    what: `the server says that it stored ${entries + 1} objects, and the store lists ${objects}`,
    why: 'the collection or disk of the server leads to another place than the store of the target, or somebody else writes there',
    fix: 'compare the URL of the collection with bucket and prefix of the store, and collectionPrefix with both',
  })
}

import type { EngineContext } from '../../core/engine.ts'
import { isLifeboatError, LifeboatError } from '../../core/errors.ts'
import { leaveToSweep } from '../../runtime/run-owner.ts'
import { datasetsOf, type Dataset } from './datasets.ts'
import { renameObject, unreplicated } from './definition.ts'
import { isMergeTree, listObjects, type DatabaseObject } from './objects.ts'
import { serverTime } from './probe.ts'
import { quoteIdentifier } from './quote.ts'
import { errorNumber } from './server-error.ts'
import type { Session } from './session.ts'

const PREFIX = '__bk_'
const ATTEMPTS = 3
const UNKNOWN_TABLE = 60
/** Read-only, forbidden, or no statement of that kind for this login: then tables are read in place. */
const MAY_NOT = new Set([164, 392, 497])
/** The server refuses to drop what is large, to protect from mistakes. */
const ANY_SIZE = { max_table_size_to_drop: '0', max_partition_size_to_drop: '0' }

/** The database's objects and rows as they stood in one interval of the server's clock. */
export interface Frozen extends AsyncDisposable {
  readonly objects: readonly DatabaseObject[]
  readonly datasets: readonly Dataset[]
  readonly fromAt: string
  readonly toAt: string
  /** Why rows had to be read in place, one sentence each. */
  readonly limitations: readonly string[]
}

export interface FreezeRequest {
  readonly session: Session
  readonly database: string
  readonly context: EngineContext
  /** Opens a session that an abort of the run does not reach, to clean up with. */
  readonly openCleaner: () => Promise<Session>
}

/** The database that holds the clones of one run. */
function cloneDatabase(runId: string): string {
  return `${PREFIX}${runId}`
}

/** The run that a database of clones belongs to, undefined for any other database. */
export function cloneOwner(database: string): string | undefined {
  return database.startsWith(PREFIX) ? database.slice(PREFIX.length) : undefined
}

/**
 * Freezes every MergeTree table by hard links, all within moments, so that they can be read at leisure while others write.
 * What cannot be frozen is read in place. Throws `source-changed` when definitions keep changing meanwhile.
 */
export async function freeze(request: FreezeRequest): Promise<Frozen> {
  const { context } = request
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryToFreeze(request)
    } catch (error) {
      if (!isLifeboatError(error, 'source-changed') || attempt === ATTEMPTS) throw error
      context.reporter.report({ event: 'notice', message: error.message })
    }
  }
}

async function tryToFreeze(request: FreezeRequest): Promise<Frozen> {
  const { session, database } = request
  await using undo = new AsyncDisposableStack()
  const before = await listObjects(session, database)
  const clones = await prepareClones(request, before, undo)
  const fromAt = await serverTime(session)
  const attached = await attachAll(request, clones.tables)
  const toAt = await serverTime(session)
  const after = new Map((await listObjects(session, database)).map((each) => [each.name, each]))
  const objects = before.filter(({ name }) => after.has(name))
  assertUnchanged(objects, after)
  const datasets = await datasetsOf(session, database, objects)
  const failed = new Map(
    attached.flatMap(({ table, error }) => (error === undefined ? [] : [[table, error]])),
  )
  const frozen = new Set(attached.flatMap(({ table, error }) => (error === undefined ? [table] : [])))
  const kept = undo.move()
  return {
    objects,
    fromAt,
    toAt,
    datasets: datasets.map((dataset) =>
      frozen.has(dataset.table)
        ? { ...dataset, database: cloneDatabase(request.context.runId), frozen: true }
        : dataset,
    ),
    limitations: [...clones.limitations, ...Array.from(failed, ([table, error]) => notFrozen(table, error))],
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

interface Clones {
  readonly tables: readonly string[]
  readonly limitations: readonly string[]
}

/** Makes empty clones in which nothing will ever be merged. */
async function prepareClones(
  { session, context, openCleaner }: FreezeRequest,
  objects: readonly DatabaseObject[],
  undo: AsyncDisposableStack,
): Promise<Clones> {
  const storages = objects.flatMap(({ storage }) =>
    storage !== undefined && isMergeTree(storage.engine) ? [storage] : [],
  )
  if (storages.length === 0) return { tables: [], limitations: [] }
  const clone = cloneDatabase(context.runId)
  undo.defer(async () => {
    try {
      await using cleaner = await openCleaner()
      await dropClones(cleaner, clone)
    } catch (error) {
      leaveToSweep(context.runId)
      context.reporter.report({ event: 'warning', message: clonesLeft(clone, error) })
    }
  })
  try {
    await session.run(`CREATE DATABASE ${quoteIdentifier(clone)}`)
    for (const { name, definition } of storages) {
      const table = `${quoteIdentifier(clone)}.${quoteIdentifier(name)}`
      await session.run(renameObject(unreplicated(asTable(definition)), clone, name))
      await session.run(`SYSTEM STOP MERGES ${table}`)
      await session.run(`SYSTEM STOP TTL MERGES ${table}`)
    }
    return { tables: storages.map(({ name }) => name), limitations: [] }
  } catch (error) {
    const forbidden = MAY_NOT.has(errorNumber(error) ?? 0)
    if (!forbidden && !isLifeboatError(error, 'disk-full')) throw error
    const why = forbidden
      ? 'which the login may not make: docs/engines.md has the grants'
      : 'for which the server has no space left'
    return { tables: [], limitations: [`Tables were read in place and not from clones, ${why}.`] }
  }
}

/** On another computer nobody can tell that the run has ended, and sweep leaves its clones. */
function clonesLeft(clone: string, error: unknown): string {
  const why = error instanceof Error ? error.message : String(error)
  return `the clones in ${clone} are left on the server: ${why}. \`lifeboat sweep\` on this computer removes them, or, on the server, ${dropByHand(clone)}`
}

/** For a person who types it where no settings are sent along. */
function dropByHand(database: string): string {
  const settings = Object.entries(ANY_SIZE).map(([name, value]) => `${name} = ${value}`)
  return `DROP DATABASE ${quoteIdentifier(database)} SYNC SETTINGS ${settings.join(', ')}`
}

/** The inner table of a materialized view is printed with the words for a table, and an ATTACH never is. */
function asTable(definition: string): string {
  return definition.replace(/^(CREATE|ATTACH) /, 'CREATE ')
}

/** Removes the clones of a run; none is not an error, also for a login that may remove none. */
export async function dropClones(session: Pick<Session, 'run' | 'rows'>, database: string): Promise<void> {
  try {
    await session.run(`DROP DATABASE IF EXISTS ${quoteIdentifier(database)} SYNC`, ANY_SIZE)
  } catch (error) {
    if (!MAY_NOT.has(errorNumber(error) ?? 0)) throw error
    const left = await session.rows('SELECT 1 FROM system.databases WHERE name = {database:String}', {
      database,
    })
    if (left.length > 0) throw error
  }
}

interface Attached {
  readonly table: string
  readonly error: LifeboatError | undefined
}

/** One statement for each table, all at once: the moment of each lies within milliseconds of the others. */
async function attachAll(
  { session, database, context }: FreezeRequest,
  tables: readonly string[],
): Promise<readonly Attached[]> {
  const clone = quoteIdentifier(cloneDatabase(context.runId))
  return await Promise.all(
    tables.map(async (table) => {
      const name = quoteIdentifier(table)
      try {
        await session.run(
          `ALTER TABLE ${clone}.${name} ATTACH PARTITION ALL FROM ${quoteIdentifier(database)}.${name}`,
        )
        return { table, error: undefined }
      } catch (error) {
        if (!isLifeboatError(error) || error.code === 'cancelled' || error.code === 'connection-lost')
          throw error
        return { table, error }
      }
    }),
  )
}

function assertUnchanged(
  objects: readonly DatabaseObject[],
  after: ReadonlyMap<string, DatabaseObject>,
): void {
  const changed = objects.filter(({ name, definition }) => after.get(name)?.definition !== definition)
  if (changed.length === 0) return
  throw new LifeboatError({
    code: 'source-changed',
    what: `the definition of ${changed[0]?.name} was changed while the database was being frozen`,
    fix: 'run the backup again when nobody alters tables',
  })
}

function notFrozen(table: string, error: LifeboatError): string {
  const why = errorNumber(error) === UNKNOWN_TABLE ? 'it was dropped' : (error.why ?? error.what)
  return `${table} could not be cloned and was read in place: ${why}`
}

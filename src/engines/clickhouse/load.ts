import { text } from 'node:stream/consumers'
import type { EngineContext, Loaded, LoadRequest, Place } from '../../core/engine.ts'
import { isLifeboatError, LifeboatError } from '../../core/errors.ts'
import { storedColumns } from './columns.ts'
import { eachOrStop } from '../../runtime/each-or-stop.ts'
import { addressOf, type ClickHouseConnection } from './connection.ts'
import { createObjects, PERMISSIVE, type Creation } from './create-objects.ts'
import { assertSupported, releaseOf } from './identity.ts'
import { inspect } from './inspect.ts'
import { EXACT, loadRows } from './load-rows.ts'
import { startMerges, stopMerges } from './merges.ts'
import { loadTree } from './native/load-tree.ts'
import { withoutStorage } from './without-storage.ts'
import { listObjects } from './objects.ts'
import { quoteIdentifier } from './quote.ts'
import { markDatabase, unmarkDatabase } from './restore-mark.ts'
import { readSchema, SCHEMA, type SchemaEntry } from './schema-part.ts'
import { openSession, type Session } from './session.ts'
import { supportedSettings } from './supported-settings.ts'

/** Restores a backup into a database that is empty or does not exist yet. */
export async function load(
  place: Place<ClickHouseConnection>,
  request: LoadRequest,
  context: EngineContext,
): Promise<Loaded<ClickHouseConnection>> {
  if (place.kind === 'host') {
    throw new LifeboatError({ code: 'not-supported', what: 'clickhouse loads into a running server' })
  }
  const { connection } = place
  const started = context.clock.monotonicMs()
  const { exists, objects } = await inspect(connection, context)
  if (objects > 0) throw notEmpty(connection, objects)
  const stop = new AbortController()
  const signal = AbortSignal.any([context.signal, stop.signal])
  await using session = await openSession(connection, { ...context, signal })
  assertSupported(session.version)
  const entries = readSchema(await text(await request.parts.open(SCHEMA)))
  const creation: Creation = {
    session,
    connection,
    request,
    context,
    replicates: await hasKeeper(session),
    permissive: await supportedSettings(session, PERMISSIVE),
    exact: await supportedSettings(session, EXACT),
  }
  const { database } = connection
  if (!exists) await session.run(`CREATE DATABASE ${quoteIdentifier(database)}`)
  try {
    const isMarked = !exists && (await markDatabase(session, database, context.runId))
    const limitations = [...(await loadAll(creation, entries, stop))]
    await loadTree({ ...creation, tools: place.tools }, entries)
    if (request.purpose === 'destination') {
      const restored = await listObjects(session, database)
      limitations.push(...(await startMerges(session, database, restored)))
    }
    if (isMarked) await unmarkDatabase(session, database)
    const durationMs = Math.round(context.clock.monotonicMs() - started)
    return {
      connection,
      phases: [{ name: 'load', durationMs }],
      limitations: [...limitations, ...releaseDiffers(session.version, request)],
    }
  } catch (error) {
    if (!exists && request.purpose === 'destination') await dropHalf(connection, context)
    throw explainLoad(error)
  }
}

/** A server shows this table only where a Keeper is configured. */
async function hasKeeper(session: Session): Promise<boolean> {
  const rows = await session.rows(
    "SELECT 1 FROM system.tables WHERE database = 'system' AND name = 'zookeeper'",
  )
  return rows.length > 0
}

/** Tables first, then their rows, and views last: a materialized view must not see rows that its own already hold. */
async function loadAll(
  creation: Creation,
  entries: readonly SchemaEntry[],
  failed: AbortController,
): Promise<readonly string[]> {
  const { session, connection, request, context } = creation
  const { database } = connection
  const first = entries.filter((entry) => !isView(entry))
  const limitations = await createObjects(creation, first)
  await stopMerges(session, database, await listObjects(session, database))
  const columns = await storedColumns(session, database)
  const sideBySide = { atOnce: request.parallel, signal: context.signal, failed }
  await eachOrStop(first, sideBySide, (entry) => loadRows(creation, entry, columns.get(entry.name) ?? []))
  const more = await createObjects(creation, entries.filter(isView), (entry) => fillView(creation, entry))
  return [...limitations, ...more]
}

function isView({ kind }: SchemaEntry): boolean {
  return kind === 'view' || kind === 'materializedView'
}

/** Before the next view is made, which may read this one. */
async function fillView(creation: Creation, entry: SchemaEntry): Promise<void> {
  if (entry.kind !== 'materializedView') return
  const { session, connection } = creation
  const { database } = connection
  const view = (await listObjects(session, database)).find(({ name }) => name === entry.name)
  if (view?.storage === undefined) {
    if (entry.data !== undefined) throw withoutStorage([entry.name])
    return
  }
  await stopMerges(session, database, [view])
  const columns = await storedColumns(session, database)
  await loadRows(creation, entry, columns.get(view.storage.name) ?? [])
}

/** Also after an abort. */
async function dropHalf(connection: ClickHouseConnection, context: EngineContext): Promise<void> {
  const unstopped = { ...context, signal: new AbortController().signal }
  try {
    await using session = await openSession(connection, unstopped)
    await session.run(`DROP DATABASE IF EXISTS ${quoteIdentifier(connection.database)} SYNC`)
  } catch {
    context.reporter.report({
      event: 'warning',
      message: `${addressOf(connection)} is left half restored: run DROP DATABASE ${quoteIdentifier(connection.database)} there`,
    })
  }
}

function releaseDiffers(version: string, { parts }: LoadRequest): readonly string[] {
  const source = parts.requirements['serverVersion'] ?? version
  if (releaseOf(source) === releaseOf(version)) return []
  return [`The backup is of ClickHouse ${releaseOf(source)} and was loaded into ${releaseOf(version)}.`]
}

function explainLoad(error: unknown): unknown {
  if (!isLifeboatError(error, 'unexpected')) return error
  return new LifeboatError({
    code: 'load-failed',
    what: 'the server did not take the backup',
    ...(error.why === undefined ? {} : { why: error.why }),
    cause: error,
  })
}

function notEmpty(connection: ClickHouseConnection, objects: number): LifeboatError {
  return new LifeboatError({
    code: 'destination-not-empty',
    what: `${addressOf(connection)} holds ${objects} objects; a restore never goes over data`,
    fix: 'name a database that does not exist yet, or an empty one',
  })
}

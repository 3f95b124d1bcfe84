import { text } from 'node:stream/consumers'
import pLimit from 'p-limit'
import type { EngineContext, Loaded, LoadRequest, Place } from '../../core/engine.ts'
import { isLifeboatError, LifeboatError } from '../../core/errors.ts'
import { columnList, storedColumns } from './columns.ts'
import { addressOf, type ClickHouseConnection } from './connection.ts'
import { createObjects, PERMISSIVE, type Creation } from './create-objects.ts'
import { assertSupported, releaseOf } from './identity.ts'
import { inspect } from './inspect.ts'
import { loadTree } from './native/load-tree.ts'
import { isMergeTree, listObjects } from './objects.ts'
import { quoteIdentifier, quoteLiteral } from './quote.ts'
import { readSchema, SCHEMA, type SchemaEntry } from './schema-part.ts'
import { openSession } from './session.ts'
import { restoreMark } from './sweep.ts'
import { supportedSettings } from './supported-settings.ts'

/** Rows as they are: nothing is merged, doubled or recomputed on the way in. */
const EXACT = {
  optimize_on_insert: '0',
  insert_deduplicate: '0',
  async_insert: '0',
  insert_allow_materialized_columns: '1',
  max_partitions_per_insert_block: '0',
} as const

/** Restores a portable backup into a database that is empty or does not exist yet. */
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
  await using session = await openSession(connection, context)
  assertSupported(session.version)
  const entries = readSchema(await text(await request.parts.open(SCHEMA)))
  const creation: Creation = {
    session,
    connection,
    request,
    context,
    permissive: await supportedSettings(session, PERMISSIVE),
    exact: await supportedSettings(session, EXACT),
  }
  const name = quoteIdentifier(connection.database)
  if (!exists) {
    await session.run(`CREATE DATABASE ${name} COMMENT ${quoteLiteral(restoreMark(context.runId))}`)
  }
  try {
    const limitations = await loadAll(creation, entries)
    await loadTree({ ...creation, tools: place.tools }, entries)
    if (!exists) await session.run(`ALTER DATABASE ${name} MODIFY COMMENT ''`).catch(() => undefined)
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

/** Tables first, then their rows, and views last: a materialized view must not see rows that its own already hold. */
async function loadAll(creation: Creation, entries: readonly SchemaEntry[]): Promise<readonly string[]> {
  const { request } = creation
  const stopped = async (entry: SchemaEntry): Promise<void> => stopMerges(creation, entry)
  const limitations = await createObjects(
    creation,
    entries.filter((entry) => !isView(entry)),
    stopped,
  )
  const limit = pLimit(Math.max(1, request.parallel))
  await Promise.all(
    entries
      .filter((entry) => !isView(entry) && entry.data !== undefined)
      .map((entry) => limit(() => insertRows(creation, entry))),
  )
  const more = await createObjects(creation, entries.filter(isView), async (entry) => {
    await stopMerges(creation, entry)
    if (entry.data !== undefined) await insertRows(creation, entry)
  })
  return [...limitations, ...more]
}

function isView({ kind }: SchemaEntry): boolean {
  return kind === 'view' || kind === 'materializedView'
}

/** Merges would change the rows of some engines, and those past their TTL, before they are compared; `checks` lets them go on. */
async function stopMerges({ session, connection }: Creation, { name, kind }: SchemaEntry): Promise<void> {
  if (kind !== 'table' && kind !== 'materializedView') return
  const all = await listObjects(session, connection.database)
  const storage = all.find((each) => each.name === name)?.storage
  if (storage === undefined || !isMergeTree(storage.engine)) return
  const table = `${quoteIdentifier(connection.database)}.${quoteIdentifier(storage.name)}`
  await session.run(`SYSTEM STOP MERGES ${table}`)
  await session.run(`SYSTEM STOP TTL MERGES ${table}`)
}

async function insertRows(
  { session, connection, request, exact }: Creation,
  { name, data }: SchemaEntry,
): Promise<void> {
  if (data === undefined) return
  const objects = await listObjects(session, connection.database)
  const storage = objects.find((each) => each.name === name)?.storage
  const columns = await storedColumns(session, connection.database, storage?.name ?? name)
  const table = `${quoteIdentifier(connection.database)}.${quoteIdentifier(name)}`
  const content = await request.parts.open(data.part)
  try {
    await session.insert(
      `INSERT INTO ${table} (${columnList(columns)}) FORMAT ${data.format}`,
      content,
      exact,
    )
  } catch (error) {
    if (content.errored !== null && isLifeboatError(content.errored)) throw content.errored
    throw error
  }
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
      message: `${addressOf(connection)} is left half restored; \`lifeboat sweep\` removes it`,
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

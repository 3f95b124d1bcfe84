import { text } from 'node:stream/consumers'
import type { EngineContext, Loaded, LoadRequest, PartSource, Place } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import { leaveToSweep } from '../../runtime/run-owner.ts'
import { PARTS } from './capture.ts'
import { addressOf, type PostgresConnection } from './connection.ts'
import { createDatabase } from './create-database.ts'
import { DATABASE_VARIABLE } from './database-properties.ts'
import { applyGlobals } from './globals.ts'
import { identify } from './identity.ts'
import { inspect, openBeside } from './inspect.ts'
import { quoteIdentifier, quoteLiteral } from './quote.ts'
import { restoreArchive } from './restore-archive.ts'
import { sqlState } from './server-error.ts'
import { openSession, type Session } from './session.ts'
import { setUnhurried } from './session-settings.ts'
import { splitStatements } from './statements.ts'
import { inUse, lockDestination } from './restore-lock.ts'
import { restoreMark } from './sweep.ts'
import { assertSupported } from './version.ts'

/** Restores a backup into a database that is empty or does not exist yet, with its owners, grants and settings. */
export async function load(
  place: Place<PostgresConnection>,
  request: LoadRequest,
  context: EngineContext,
): Promise<Loaded<PostgresConnection>> {
  if (place.kind === 'host') {
    throw new LifeboatError({ code: 'not-supported', what: 'postgres loads into a running server' })
  }
  const { connection, tools } = place
  const { parts, purpose } = request
  const started = context.clock.monotonicMs()
  await using beside = await openBeside(connection, context)
  await lockDestination(beside, connection)
  const found = await inspect(connection, context)
  if (found.objects > 0) throw notEmpty(connection, found.objects)
  const major = assertSupported((await identify(beside, connection)).version)
  await setUnhurried(beside, major)
  await assertExtensions(beside, parts.requirements)
  const roles = await applyGlobals(beside, await read(parts, PARTS.globals), purpose)
  const properties = await read(parts, PARTS.database)
  const job: Job = { connection, beside, request, context, exists: found.exists }
  const locale = found.exists ? [] : await create(job, major)
  try {
    const phases = await restoreArchive({ connection, tools, request, context, started })
    await finish(job, properties)
    return { connection, phases, limitations: [...roles, ...locale] }
  } catch (error) {
    await dropUnlessExisted(job)
    throw error
  }
}

interface Job {
  readonly connection: PostgresConnection
  readonly beside: Session
  readonly request: LoadRequest
  readonly context: EngineContext
  /** Whether the database was there before. */
  readonly exists: boolean
}

async function create(
  { connection, beside, request, context }: Job,
  major: number,
): Promise<readonly string[]> {
  const { database } = connection
  const { requirements } = request.parts
  const anyLocale = request.purpose === 'sandbox'
  const wanted = { name: database, major, requirements, anyLocale }
  const limitations = await createDatabase(beside, wanted).catch((error: unknown) => {
    throw isTaken(error) ? inUse(connection, error) : error
  })
  await beside.query(
    `comment on database ${quoteIdentifier(database)} is ${quoteLiteral(restoreMark(context.runId))}`,
  )
  if (requirements['publicSchema'] === 'absent') {
    await using inside = await openSession(connection, context)
    await inside.query('drop schema if exists public')
  }
  return limitations
}

/** Somebody created a database of that name since it was looked for; two at the very same time meet at the index. */
function isTaken(error: unknown): boolean {
  const state = error instanceof Error ? sqlState(error.cause) : undefined
  return state === '42P04' || state === '23505'
}

/** Replaces the mark of a restore under way by the source's own comment, owner, grants and settings. */
async function finish({ connection, beside }: Job, properties: string): Promise<void> {
  const name = quoteIdentifier(connection.database)
  for (const statement of splitStatements(properties)) {
    await beside.query(statement.replace(DATABASE_VARIABLE, () => name))
  }
}

/** A sandbox goes away as a whole; elsewhere only what this run created is removed, also after an abort. */
async function dropUnlessExisted({ connection, request, context, exists }: Job): Promise<void> {
  if (exists || request.purpose === 'sandbox') return
  const unhurried = { ...context, signal: new AbortController().signal }
  try {
    await using session = await openBeside(connection, unhurried)
    await session.query(`drop database if exists ${quoteIdentifier(connection.database)} with (force)`)
  } catch {
    leaveToSweep(context.runId)
    context.reporter.report({ event: 'warning', message: leftHalf(connection) })
  }
}

/** Sweep asks only the servers of targets, and a restore goes anywhere. */
function leftHalf(connection: PostgresConnection): string {
  const statement = `DROP DATABASE ${quoteIdentifier(connection.database)}`
  return `${addressOf(connection)} is left half restored: run ${statement} at that server; \`lifeboat sweep\` on this computer removes it only where that server is a target's`
}

async function read(parts: PartSource, name: string): Promise<string> {
  return text(await parts.open(name))
}

/** A missing extension is told before anything is loaded, not by the middle of a log. */
async function assertExtensions(
  session: Session,
  requirements: Readonly<Record<string, string>>,
): Promise<void> {
  const rows = await session.query<{ name: string }>('select name from pg_catalog.pg_available_extensions')
  const available = new Set(rows.map(({ name }) => name))
  const missing = Object.entries(requirements)
    .filter(([key]) => key.startsWith('extension.') && !available.has(key.slice('extension.'.length)))
    .map(([key, version]) => `${key.slice('extension.'.length)} ${version}`)
  if (missing.length === 0) return
  throw new LifeboatError({
    code: 'load-failed',
    what: 'the server lacks extensions that the source has',
    why: missing.join(', '),
    fix: "install them on the server; for drills set the target's image to one that has them",
  })
}

function notEmpty(connection: PostgresConnection, objects: number): LifeboatError {
  return new LifeboatError({
    code: 'destination-not-empty',
    what: `${addressOf(connection)} holds ${objects} objects; a restore never goes over data`,
    fix: 'name a database that does not exist yet, or an empty one',
  })
}

import { Readable } from 'node:stream'
import type { Capture, CaptureRequest, CaptureSink, EngineContext } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import type { Fingerprint } from '../../core/fingerprint.ts'
import { allEnded } from '../../runtime/all-ended.ts'
import { withSignal } from '../../runtime/engine-context.ts'
import { clientEnvironment, programNeed } from './client-programs.ts'
import type { PostgresConnection } from './connection.ts'
import { describeDatabase } from './database-properties.ts'
import { explainDump } from './dump-failure.ts'
import { newSeed, prepareReader, readFingerprint } from './fingerprint.ts'
import { identify } from './identity.ts'
import { findLimitations } from './limitations.ts'
import { assertReadable } from './privileges.ts'
import { readRequirements } from './requirements.ts'
import { openSession, type Session } from './session.ts'
import { setUnhurried } from './session-settings.ts'
import { dumpLocked, type DumpJob } from './locked-dump.ts'
import type { Snapshot } from './snapshot.ts'
import { endSessions } from './sweep.ts'
import { assertSupported } from './version.ts'

export const PARTS = { data: 'data.dump', globals: 'globals.sql', database: 'database.sql' } as const

/** Dumps and fingerprints a database in one and the same snapshot, with every table locked against TRUNCATE and ALTER. */
export async function capture(
  connection: PostgresConnection,
  { sink, fingerprint: wanted }: CaptureRequest,
  outer: EngineContext,
): Promise<Capture> {
  const stop = new AbortController()
  const context = withSignal(outer, AbortSignal.any([outer.signal, stop.signal]))
  await using watch = await openSession(connection, context)
  const identity = await identify(watch, connection)
  const major = assertSupported(identity.version)
  await using opened = new AsyncDisposableStack()
  const [holder, tools, { requirements, limitations }] = await allEnded([
    openHolder(connection, { major, context, opened }),
    context.tools(programNeed(major, ['pg_dump', 'pg_dumpall'])).then((found) => opened.use(found)),
    lookAround(watch, major),
  ])
  const environment = await clientEnvironment(connection, tools, context)
  const source: DumpJob = { connection, tools, environment, holder, watch, context }
  const locked = Promise.withResolvers<Snapshot>()
  const spec = { seed: newSeed(context), methods: new Map<string, string>(), leftOut: [] }
  const read = async () => {
    const snapshot = await locked.promise
    return wanted
      ? await readFingerprint({ ...source, session: holder, snapshot, major, subject: 'source', spec })
      : undefined
  }
  const fingerprint = await allOrNone(source, stop, [
    read,
    async () => {
      try {
        await sink.stream(PARTS.data, (output) => dumpLocked(source, output, locked.resolve))
      } catch (error) {
        locked.reject(error)
        throw error
      }
    },
    // Not before the dump runs, which all else is short beside.
    () => locked.promise.then(() => dumpGlobals(source, sink)),
    () =>
      locked.promise
        .then(() => describeDatabase(watch))
        .then((text) => sink.stream(PARTS.database, Readable.from([text]))),
  ])
  const { fromAt, toAt } = await locked.promise
  await holder.query('commit')
  return {
    identity,
    consistency: { kind: 'transactional', fromAt, toAt },
    fingerprint,
    requirements,
    limitations,
  }
}

/** The session that exports the snapshot and reads in it. */
async function openHolder(
  connection: PostgresConnection,
  {
    major,
    context,
    opened,
  }: { readonly major: number; readonly context: EngineContext; readonly opened: AsyncDisposableStack },
): Promise<Session> {
  const holder = opened.use(await openSession(connection, context))
  await prepareReader(holder, { major, subject: 'source' })
  return holder
}

async function lookAround(
  watch: Session,
  major: number,
): Promise<Pick<Capture, 'requirements' | 'limitations'>> {
  await assertReadable(watch)
  await setUnhurried(watch, major)
  return { requirements: await readRequirements(watch), limitations: await findLimitations(watch) }
}

type Step<T> = () => Promise<T>

/** Runs all at once; when one fails the others are stopped, and the first failure is thrown. */
async function allOrNone(
  source: DumpJob,
  stop: AbortController,
  [first, ...others]: readonly [Step<Fingerprint | undefined>, ...Step<void>[]],
): Promise<Fingerprint | undefined> {
  const guarded = async <T>(step: Step<T>): Promise<T> => {
    try {
      return await step()
    } catch (error) {
      stop.abort(error)
      throw error
    }
  }
  const steps = [guarded(first), ...others.map(guarded)] as const
  try {
    const [result] = await Promise.all(steps)
    return result
  } catch (error) {
    await Promise.allSettled(steps)
    await endOwnSessions(source)
    throw error
  }
}

/** A server before version 14 goes on with a query whose client is gone. */
async function endOwnSessions({ connection, context }: DumpJob): Promise<void> {
  const unstopped = { ...context, signal: new AbortController().signal }
  await endSessions(connection, context.runId, unstopped).catch(() => undefined)
}

/** Roles, memberships and tablespaces of the whole server, without passwords; as text that psql reads. */
async function dumpGlobals(source: DumpJob, sink: CaptureSink): Promise<void> {
  const { tools, environment, connection } = source
  const args = [
    '--globals-only',
    '--no-role-passwords',
    `--database=${connectionString(connection.database)}`,
    '--no-password',
  ]
  try {
    const { stdout } = await tools.run({ program: 'pg_dumpall', args, env: environment })
    if (stdout.trim() === '')
      throw new LifeboatError({ code: 'capture-failed', what: 'pg_dumpall wrote nothing' })
    await sink.stream(PARTS.globals, Readable.from([stdout]))
  } catch (error) {
    throw explainDump(error)
  }
}

/** pg_dumpall ignores PGDATABASE; a name with `=` in it must not be taken for a connection string. */
function connectionString(database: string): string {
  return `dbname='${database.replaceAll(/['\\]/g, '\\$&')}'`
}

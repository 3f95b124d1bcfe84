import type { EngineContext, Loaded, LoadRequest } from '../../core/engine.ts'
import { isLifeboatError, LifeboatError, type ErrorCode } from '../../core/errors.ts'
import type { Tools } from '../../core/machine.ts'
import { PARTS } from './capture.ts'
import { clientEnvironment } from './client-programs.ts'
import type { PostgresConnection } from './connection.ts'
import { openSession } from './session.ts'
import { watchCopies } from './watch-copies.ts'

export interface ArchiveJob {
  readonly connection: PostgresConnection
  readonly tools: Tools
  readonly request: LoadRequest
  readonly context: EngineContext
  /** When the load began, by the monotonic clock. */
  readonly started: number
}

/**
 * Runs pg_restore from a file on several sessions, in one go: a stop between rows and indexes lets one session wait for the other.
 * Where the rows end and the rest begins is therefore seen on the server.
 */
export async function restoreArchive(job: ArchiveJob): Promise<Loaded<PostgresConnection>['phases']> {
  const { tools, request, context, connection, started } = job
  const file = await tools.writeFile(PARTS.data, (output) => request.parts.pour(PARTS.data, output))
  try {
    const lastCopy = watchCopies(connection, context)
    try {
      await restore(job, file)
    } finally {
      lastCopy.stop()
    }
    await analyze(connection, context)
    const loaded = await lastCopy.seenAtMs
    return [
      { name: 'load', durationMs: Math.round(loaded - started) },
      { name: 'index', durationMs: Math.round(context.clock.monotonicMs() - loaded) },
    ]
  } finally {
    await tools.removeFile(file)
  }
}

async function restore(job: ArchiveJob, file: string): Promise<void> {
  const { connection, tools, request, context } = job
  const args = [
    `--jobs=${request.parallel}`,
    '--exit-on-error',
    '--no-tablespaces',
    '--no-password',
    // pg_restore takes no database from the environment; a name with `=` must not be taken for a connection string.
    `--dbname=dbname='${connection.database.replaceAll(/['\\]/g, '\\$&')}'`,
    file,
  ]
  const environment = await clientEnvironment(connection, tools, context)
  const env = { ...environment, PGOPTIONS: sessionOptions(request) }
  try {
    await tools.run({ program: 'pg_restore', args, env })
  } catch (error) {
    throw explainRestore(error, request)
  }
}

/** The sandbox's server is tuned as a whole; on somebody's server only these sessions are. */
function sessionOptions({ purpose }: LoadRequest): string {
  const common = '-c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0'
  return purpose === 'sandbox' ? common : `${common} -c synchronous_commit=off -c maintenance_work_mem=256MB`
}

/** Without statistics the first queries after a restore are planned blindly, and RTO would be a fiction. */
async function analyze(connection: PostgresConnection, context: EngineContext): Promise<void> {
  await using session = await openSession(connection, context)
  await session.query("select set_config('statement_timeout', '0', false)")
  await session.query('analyze')
}

function explainRestore(error: unknown, { purpose }: LoadRequest): unknown {
  if (!isLifeboatError(error, 'program-failed')) return error
  const why = error.why ?? ''
  const full = /No space left on device|could not extend file/i.test(why)
  const memory = /out of memory|out of shared memory/i.test(why)
  const exhausted: ErrorCode = purpose === 'sandbox' ? 'sandbox-exhausted' : 'disk-full'
  return new LifeboatError({
    code: full || (memory && purpose === 'sandbox') ? exhausted : codeOf(why),
    what: `${error.what}: the backup did not load`,
    ...(why === '' ? {} : { why }),
    ...(full ? { fix: 'give the server more disk space' } : {}),
    cause: error,
  })
}

function codeOf(why: string): ErrorCode {
  return /server closed the connection|connection to server .* failed/i.test(why)
    ? 'connection-lost'
    : 'load-failed'
}

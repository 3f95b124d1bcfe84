import { randomUUID } from 'node:crypto'
import { pipeline as connect, type Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { Context } from '../../core/context.ts'
import { LifeboatError } from '../../core/errors.ts'
import { cancelled } from '../../runtime/cancelled.ts'
import { wordsOf } from '../../runtime/server-failure.ts'
import { openClient, type Client } from './client.ts'
import { addressOf, type ClickHouseConnection } from './connection.ts'
import type { Passed } from './counted.ts'
import { guardAnswer } from './exception-guard.ts'
import { foreign, requireVersion } from './foreign-server.ts'
import { guardPacked } from './packed-answer.ts'
import { errorNumber, explainServerError } from './server-error.ts'
import { parseRows, type Row } from './tab-separated.ts'
import { watchServer } from './watch-server.ts'

const CONNECT_TIMEOUT_MS = 15_000
/** A setting may not be changed: by a read-only login, or by the constraints of its profile. */
const FIXED_SETTINGS = new Set([164, 452])

interface Query {
  /** Values of `{name:Type}` in the query. */
  readonly values?: Readonly<Record<string, string>> | undefined
  readonly settings?: Readonly<Record<string, string>> | undefined
  /** Filled while the answer is read. */
  readonly passed?: Passed
}

/** An answer, and whether its bytes are still compressed by the server. */
interface Packed {
  readonly content: Readable
  readonly compressed: false | 'zstd'
}

/** A login in use. Every failure is a LifeboatError; an abort ends what is under way. */
export interface Session extends AsyncDisposable {
  readonly version: string
  /** False for a login that may change no setting, not even of its own query. */
  readonly changesSettings: boolean
  /** Rows of a query, every value as the server's own text, NULL as null. */
  rows(query: string, values?: Query['values'], settings?: Query['settings']): Promise<readonly Row[]>
  /** Runs a statement to its end. */
  run(statement: string, settings?: Query['settings']): Promise<void>
  /** The bytes of an answer, as its format writes them; fails where they do not come to their end. */
  read(query: string, options?: Query): Promise<Readable>
  /** The same, compressed by the server where it can and may. */
  readPacked(query: string, options: Query): Promise<Packed>
  /** Sends the bytes of an INSERT, which are destroyed whatever comes of it. */
  insert(statement: string, content: Readable, settings?: Query['settings']): Promise<void>
}

/**
 * Opens a session; unqualified names mean `database` where it is given. What is under way ends with `connection-lost` when the server
 * freezes, and with the session.
 * Throws `server-unreachable`, `server-unsupported`, `server-refused-login` or `cancelled`.
 */
export async function openSession(
  connection: ClickHouseConnection,
  outer: Context,
  database?: string,
): Promise<Session> {
  await using undo = new AsyncDisposableStack()
  const watch = undo.use(await watchServer(connection, outer))
  const ended = new AbortController()
  const context = { ...outer, signal: AbortSignal.any([watch.signal, ended.signal]) }
  const session = await logIn(connection, context, database)
  const kept = undo.move()
  return {
    ...session,
    [Symbol.asyncDispose]: async () => {
      // Nothing goes on that nobody watches.
      ended.abort()
      await session[Symbol.asyncDispose]()
      await kept.disposeAsync()
    },
  }
}

async function logIn(
  connection: ClickHouseConnection,
  context: Context,
  database: string | undefined,
): Promise<Session> {
  const explain = (error: unknown): LifeboatError =>
    context.signal.aborted ? cancelled(context.signal) : explainServerError(error, addressOf(connection))
  const open = async (settings: boolean): Promise<Session> => {
    const client = await openClient(connection, { settings, database })
    try {
      return {
        ...(await greet(client, { connection, explain, context })),
        ...methods(client, { context, explain, compress: settings && connection.compress }),
        changesSettings: settings,
      }
    } catch (error) {
      await client.close()
      throw explain(error)
    }
  }
  if (context.signal.aborted) throw cancelled(context.signal)
  try {
    return await open(true)
  } catch (error) {
    if (!FIXED_SETTINGS.has(errorNumber(error) ?? 0)) throw error
    return await open(false)
  }
}

async function greet(
  client: Client,
  {
    connection,
    explain,
    context,
  }: Pick<Request, 'explain' | 'context'> & { readonly connection: ClickHouseConnection },
): Promise<{ readonly version: string }> {
  const patience = AbortSignal.timeout(CONNECT_TIMEOUT_MS)
  try {
    const signal = AbortSignal.any([patience, context.signal])
    const { content } = await send(client, { query: 'SELECT version()', signal, explain, context })
    return { version: requireVersion((await text(content)).trim(), connection) }
  } catch (error) {
    if (patience.aborted && !context.signal.aborted) throw silent(connection)
    throw isForeign(error, explain) ? foreign(connection, wordsOf(error)) : error
  }
}

/** An answer that is an error in other words than ClickHouse's: those of the server and of this computer have a code. */
function isForeign(error: unknown, explain: Request['explain']): boolean {
  return error instanceof Error && !('code' in error) && explain(error).code === 'unexpected'
}

function methods(
  client: Client,
  { context, explain, compress }: Pick<Request, 'context' | 'explain' | 'compress'>,
): Omit<Session, 'version' | 'changesSettings'> {
  const { signal } = context
  const explained = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      if (signal.aborted) throw cancelled(signal)
      return await work()
    } catch (error) {
      throw explain(error)
    }
  }
  const ask = (query: string, rest: Query & { readonly body?: Readable } = {}): Promise<string> =>
    explained(async () => text((await send(client, { query, signal, explain, context, ...rest })).content))
  return {
    rows: async (query, values, settings) => parseRows(await ask(query, { values, settings })),
    run: async (statement, settings) => void (await ask(statement, { settings })),
    insert: async (statement, body, settings) => {
      try {
        await ask(statement, { body, settings })
      } finally {
        // A server may answer before it has read all, or never be asked.
        body.destroy()
      }
    },
    read: (query, options = {}) =>
      explained(async () => (await send(client, { query, signal, explain, context, ...options })).content),
    readPacked: (query, options) =>
      explained(() => send(client, { query, signal, explain, context, ...options, compress })),
    [Symbol.asyncDispose]: () => client.close(),
  }
}

interface Request extends Query {
  readonly query: string
  readonly body?: Readable
  /** Asks for an answer that is compressed, and leaves it so. */
  readonly compress?: boolean | undefined
  readonly signal: AbortSignal
  readonly explain: (error: unknown) => LifeboatError
  readonly context: Context
}

/** Sends a query; its answer begins once the server has begun to answer. */
async function send(
  client: Client,
  { query, body, values, settings, compress = false, passed, signal, explain, context }: Request,
): Promise<Packed> {
  const request = {
    query,
    query_id: `lifeboat/${context.runId}/${randomUUID()}`,
    abort_signal: signal,
    ...(values === undefined ? {} : { query_params: values }),
    clickhouse_settings: { ...settings, ...(compress ? { enable_http_compression: 1 as const } : {}) },
    ...(compress ? { http_headers: { 'Accept-Encoding': 'zstd' }, decompress_response_stream: false } : {}),
  }
  const answer = await (body === undefined ? client.exec(request) : client.exec({ ...request, values: body }))
  const { stream, response_headers: headers } = answer
  const tag = headers['x-clickhouse-exception-tag']
  const cut = (): void => void stream.destroy()
  signal.addEventListener('abort', cut, { once: true })
  const guard = guardAnswer(typeof tag === 'string' ? tag : undefined, explain, passed)
  const encoding = headers['content-encoding']
  if (compress && encoding !== undefined && encoding !== 'zstd') throw unasked(String(encoding), stream)
  const isPacked = compress && encoding === 'zstd'
  return {
    content: connect(stream, isPacked ? guardPacked(guard) : guard, () =>
      signal.removeEventListener('abort', cut),
    ),
    compressed: isPacked && 'zstd',
  }
}

/** Stored as they come, such bytes would be taken for rows. */
function unasked(encoding: string, answer: Readable): LifeboatError {
  answer.destroy()
  return new LifeboatError({
    code: 'capture-failed',
    what: `the answer came compressed as ${encoding}, which nobody asked for`,
    why: 'something between Lifeboat and the server changes what is sent',
    fix: 'connect to the server itself, or set compress: false for the connection',
  })
}

function silent(connection: ClickHouseConnection): LifeboatError {
  return new LifeboatError({
    code: 'server-unreachable',
    what: `${addressOf(connection)}: the server did not answer within ${CONNECT_TIMEOUT_MS / 1000} s`,
    fix: 'check host, port, firewall, and that the server runs',
  })
}

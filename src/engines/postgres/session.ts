import { readFile } from 'node:fs/promises'
import type { ConnectionOptions } from 'node:tls'
import { Client, type QueryArrayConfig } from 'pg'
import type { Context } from '../../core/context.ts'
import { LifeboatError } from '../../core/errors.ts'
import { cancelled } from '../../runtime/cancelled.ts'
import { addressOf, type PostgresConnection } from './connection.ts'
import { tlsName } from './endpoint.ts'
import { explainServerError } from './server-error.ts'

const CONNECT_TIMEOUT_MS = 15_000

/** One connection in use. Every failure is a LifeboatError; an abort cuts it. */
export interface Session extends AsyncDisposable {
  /** Rows as objects; every value is the server's own text, or null. */
  query<Row extends object = Record<string, string | null>>(
    text: string,
    values?: readonly (string | null)[],
  ): Promise<readonly Row[]>
  /** Rows as arrays, by the extended protocol: exactly one statement. */
  queryArrays(text: string): Promise<readonly (readonly (string | null)[])[]>
}

/** What marks the sessions of a run on the server, so that sweep finds them. */
export function applicationName(runId: string): string {
  return `lifeboat/${runId}`
}

/** The same for its pg_dump. */
export function dumpName(runId: string): string {
  return `${applicationName(runId)} pg_dump`
}

/** Opens a session. Throws `server-unreachable`, `server-refused-login` or `cancelled`. */
export async function openSession(connection: PostgresConnection, context: Context): Promise<Session> {
  const client = new Client(await clientOptions(connection, context))
  // Without a listener a lost idle connection would end the process; the next query tells.
  client.on('error', () => undefined)
  const cut = (): void => {
    ;(client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
  }
  if (context.signal.aborted) throw cancelled(context.signal)
  context.signal.addEventListener('abort', cut, { once: true })
  const explain = (error: unknown): LifeboatError => explainUnlessAborted(error, connection, context)
  try {
    await client.connect()
  } catch (error) {
    context.signal.removeEventListener('abort', cut)
    throw explain(error)
  }
  return {
    query: async <Row extends object>(text: string, values: readonly (string | null)[] = []) => {
      try {
        return (await client.query(text, [...values])).rows as Row[]
      } catch (error) {
        throw explain(error)
      }
    },
    queryArrays: async (text) => {
      try {
        // `queryMode` is not in the type definitions of the driver yet.
        const config = { text, rowMode: 'array', queryMode: 'extended' } as QueryArrayConfig
        return (await client.query<(string | null)[]>(config)).rows
      } catch (error) {
        throw explain(error)
      }
    },
    [Symbol.asyncDispose]: async () => {
      context.signal.removeEventListener('abort', cut)
      await client.end().catch(() => undefined)
    },
  }
}

function explainUnlessAborted(
  error: unknown,
  connection: PostgresConnection,
  context: Context,
): LifeboatError {
  if (!context.signal.aborted) return explainServerError(error, addressOf(connection))
  return cancelled(context.signal)
}

async function clientOptions(connection: PostgresConnection, context: Context) {
  const { host, port, database, user, password } = connection
  return {
    host,
    port,
    database,
    user,
    // A function keeps the driver from falling back to a password file of whoever runs this.
    password: () => password?.reveal() ?? '',
    ssl: await tlsOptions(connection),
    application_name: applicationName(context.runId),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    types: { getTypeParser: () => (value: string | Buffer) => value },
  }
}

async function tlsOptions(connection: PostgresConnection): Promise<false | ConnectionOptions> {
  const { tls } = connection
  if (tls.mode === 'disable') return false
  const [ca, cert, key] = await Promise.all([tls.caFile, tls.certFile, tls.keyFile].map(readPem))
  return {
    rejectUnauthorized: tls.mode === 'verify-full',
    ...tlsName(connection),
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  }
}

/** The text of a PEM file. Throws `config-invalid` when it cannot be read. */
export async function readPem(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new LifeboatError({
      code: 'config-invalid',
      what: `the file ${path} of the connection's tls settings cannot be read`,
      cause: error,
    })
  }
}

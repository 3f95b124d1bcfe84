import { readFile } from 'node:fs/promises'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { isIP } from 'node:net'
import { ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { LifeboatError } from '../../core/errors.ts'
import type { ClickHouseConnection } from './connection.ts'

/** A digest of a large table sends nothing for long; an abort ends it all the same. */
const REQUEST_MS = 24 * 3_600_000

/** What every query is told; a login that may change no setting goes without. */
const UNHURRIED: Readonly<Record<string, string>> = {
  max_execution_time: '0',
  http_send_timeout: '86400',
  http_receive_timeout: '86400',
  cancel_http_readonly_queries_on_client_close: '1',
}

export type Client = ReturnType<typeof createClient>

export interface ClientOptions {
  /** Whether queries may change settings, such as their own time limits. */
  readonly settings: boolean
  /** The database that unqualified names mean. */
  readonly database?: string | undefined
}

/** The HTTP client of a connection, with connections of its own. */
export async function openClient(
  connection: ClickHouseConnection,
  { settings, database }: ClientOptions,
): Promise<Client> {
  const { host, port, tls, user, password } = connection
  const name = isIP(host) === 6 ? `[${host}]` : host
  return createClient({
    url: `${tls === undefined ? 'http' : 'https'}://${name}:${port}`,
    username: user,
    password: password?.reveal() ?? '',
    http_agent: await openAgent(connection),
    request_timeout: REQUEST_MS,
    log: { level: ClickHouseLogLevel.OFF },
    application: 'lifeboat',
    ...(database === undefined ? {} : { database }),
    ...(settings ? { clickhouse_settings: UNHURRIED } : {}),
  })
}

async function openAgent({ host, tls }: ClickHouseConnection): Promise<HttpAgent> {
  const common = { keepAlive: true, maxSockets: 16 }
  if (tls === undefined) return new HttpAgent(common)
  const name = tls.serverName ?? host
  const [ca, cert, key] = await Promise.all([tls.caFile, tls.certFile, tls.keyFile].map(readPem))
  return new HttpsAgent({
    ...common,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(isIP(name) === 0 ? { servername: name } : {}),
  })
}

async function readPem(file: string | undefined): Promise<Buffer | undefined> {
  try {
    return file === undefined ? undefined : await readFile(file)
  } catch (error) {
    throw new LifeboatError({
      code: 'config-invalid',
      what: `the certificate or key ${file} cannot be read`,
      why: error instanceof Error ? error.message : String(error),
      cause: error,
    })
  }
}

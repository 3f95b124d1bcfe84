import { readFile } from 'node:fs/promises'
import { createClient } from '@redis/client'
import { LifeboatError } from '../../core/errors.ts'
import type { RevealSecret, Secret } from '../../core/secret.ts'
import { cancelled } from '../../runtime/cancelled.ts'
import { parseConnection } from '../../runtime/parse-connection.ts'
import { wordsOf } from '../../runtime/server-failure.ts'
import { connectionSchema } from './config.ts'
import { SILENCE_MS } from './silence.ts'
import { tlsName } from './tls-name.ts'

/** For the connection and the login together: a frozen server is connected to by its kernel, and never answers. */
const CONNECT_TIMEOUT_MS = 15_000
const PINGS_IN_SILENCE = 3

/** A Redis server: by host and port, or by the unix socket of a sandbox. */
export interface RedisConnection {
  readonly host: string
  readonly port: number
  readonly socket?: string
  readonly user?: string
  readonly password?: Secret
  /** Whether a fingerprint may be read from its keys. Default: true. */
  readonly readSource?: boolean
  /** A server that Lifeboat started to look at a dump: the replica of a port where nobody listens. */
  readonly throwAway?: true
  /** The files of the dumps that this run has just put into the server. */
  readonly restoredFrom?: readonly string[]
  readonly tls?: {
    readonly caFile?: string | undefined
    readonly certFile?: string | undefined
    readonly keyFile?: string | undefined
    /** The name in the server's certificate, where it is not the host. */
    readonly serverName?: string
  }
}

export async function connect(written: unknown, reveal: RevealSecret): Promise<RedisConnection> {
  const { host, port, user, password, tls, readSource } = parseConnection(connectionSchema, written, 'redis')
  return {
    host,
    port,
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password: await reveal(password) }),
    ...(tls === undefined ? {} : { tls }),
    readSource,
  }
}

/** `host:port`, for people. */
export function addressOf(connection: RedisConnection): string {
  return connection.socket ?? `${connection.host}:${connection.port}`
}

export type RedisClient = Awaited<ReturnType<typeof openClient>>

/** How long a client waits. */
export interface Patience {
  readonly signal?: AbortSignal | undefined
  /** For an answer, when nothing moves on the connection. Default: `SILENCE_MS`. */
  readonly silenceMs?: number
}

/**
 * An authenticated client without reconnects: a lost connection is an error, and so is the end of the signal, at once, and the
 * silence of the server. Throws `server-unreachable`, `server-refused-login`, `server-unsupported` or `cancelled`.
 */
export async function openClient(
  connection: RedisConnection,
  database = 0,
  { signal, silenceMs = SILENCE_MS }: Patience = {},
) {
  const patience = new AbortController()
  const socket = {
    ...(await socketOptions(connection)),
    // Destroying the client would not end a socket that is still connecting.
    signal: AbortSignal.any([patience.signal, ...(signal === undefined ? [] : [signal])]),
    connectTimeout: CONNECT_TIMEOUT_MS,
    reconnectStrategy: false as const,
    ...(silenceMs === Infinity ? {} : { socketTimeout: silenceMs }),
  }
  const client = createClient({
    ...(connection.user === undefined ? {} : { username: connection.user }),
    ...(connection.password === undefined ? {} : { password: connection.password.reveal() }),
    database,
    socket,
    // A client that nobody asks anything for long is no silent server.
    ...(silenceMs === Infinity ? {} : { pingInterval: silenceMs / PINGS_IN_SILENCE }),
  })
  let firstError: unknown
  client.on('error', (error) => {
    firstError ??= error
    // It may well wait for the rest of what it takes for a request.
    if (FOREIGN.test(wordsOf(error))) patience.abort()
  })
  const late = setTimeout(() => patience.abort(), CONNECT_TIMEOUT_MS)
  try {
    signal?.throwIfAborted()
    await client.connect()
    return client
  } catch (error) {
    client.destroy()
    if (signal?.aborted === true) throw cancelled(signal)
    if (FOREIGN.test(wordsOf(firstError))) throw foreign(connection, wordsOf(firstError))
    throw patience.signal.aborted ? silent(connection) : explainLogin(error, connection)
  } finally {
    clearTimeout(late)
  }
}

/** How to reach the server, as Node's own functions take it. */
export async function socketOptions(connection: RedisConnection) {
  if (connection.socket !== undefined) return { path: connection.socket }
  const place = { host: connection.host, port: connection.port }
  if (connection.tls === undefined) return place
  const { caFile, certFile, keyFile } = connection.tls
  return {
    ...place,
    tls: true as const,
    ...tlsName(connection.tls.serverName),
    ...(caFile === undefined ? {} : { ca: await readFile(caFile) }),
    ...(certFile === undefined ? {} : { cert: await readFile(certFile) }),
    ...(keyFile === undefined ? {} : { key: await readFile(keyFile) }),
  }
}

function silent(connection: RedisConnection): LifeboatError {
  return new LifeboatError({
    code: 'server-unreachable',
    what: `redis at ${addressOf(connection)}: the server did not answer within ${CONNECT_TIMEOUT_MS / 1000} s`,
    fix: 'check host, port, firewall, and that the server runs',
  })
}

/** The client's words for an answer that is not of Redis's protocol, and the first letter of the answer. */
const FOREIGN = /Unknown RESP type \d+ "(.)"/s

function foreign(connection: RedisConnection, words: string): LifeboatError {
  const isHttp = FOREIGN.exec(words)?.[1] === 'H'
  return new LifeboatError({
    code: 'server-unsupported',
    what: `what answers at ${addressOf(connection)} is no Redis`,
    why: isHttp ? 'it answers as a web server does (HTTP)' : 'its answer is not of the protocol of Redis',
    fix: 'check host and port of the target: Redis listens at 6379 unless changed',
  })
}

const REFUSED = /WRONGPASS|NOAUTH|NOPERM|invalid username-password|without any password configured/

/** What a failed login means: refused, or no server there. */
export function explainLogin(error: unknown, connection: RedisConnection): LifeboatError {
  const why = wordsOf(error)
  const refused = REFUSED.test(why)
  return new LifeboatError({
    code: refused ? 'server-refused-login' : 'server-unreachable',
    what: `redis at ${addressOf(connection)} ${refused ? 'refused the login' : 'cannot be reached'}`,
    why,
    fix: refused
      ? 'check user and password of the target (none for a server without a password), and that the ACL user is on'
      : 'check host, port and tls of the target, and that this computer may reach it',
    cause: error,
  })
}

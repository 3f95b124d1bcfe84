import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import {
  Agent,
  request as plainRequest,
  validateHeaderValue,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http'
import { Agent as TlsAgent, request as tlsRequest } from 'node:https'
import { isIP } from 'node:net'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { checkServerIdentity, TLSSocket, type PeerCertificate } from 'node:tls'
import type { ErrorCode } from '../../core/errors.ts'
import { LifeboatError } from '../../core/errors.ts'
import { cancelled } from '../../runtime/cancelled.ts'
import { lookBeside } from '../../runtime/look-beside.ts'
import { addressOf, type Peer, type QdrantConnection } from './connection.ts'
import { canonicalText, parseExact } from './exact-json.ts'
import { explainConnection, explainStatus } from './server-error.ts'
import { endWhenSilent, fellSilent, FIRST_ANSWER_MS, neverAnswered, SILENCE_MS } from './silence.ts'

const CONNECT_TIMEOUT_MS = 10_000
/** The server drops idle connections after 5 s; one that is about to be dropped must not be used again. */
const IDLE_MS = 3000

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  /** Continues a sentence: `the server could not …`. */
  readonly what: string
  /** Of a failure that the operation itself is to blame for. Default: `capture-failed`. */
  readonly code?: ErrorCode
  /**
   * How long its answer may take to begin. Default: a minute for GET, and no bound for what makes the server work. With more than
   * a minute the server must answer trifles meanwhile.
   */
  readonly patienceMs?: number
  /** Becomes JSON, unless it is a stream of known length. */
  readonly body?: unknown
  readonly content?: { readonly stream: Readable; readonly bytes: number; readonly type: string }
}

/** Talks to one REST interface over a few kept connections. Nothing is asked to be compressed. */
export interface QdrantClient extends AsyncDisposable {
  readonly connection: QdrantConnection
  /** Stops every call. */
  readonly signal: AbortSignal
  /** The `result` of a successful answer, its numbers exact. */
  call(call: Call): Promise<unknown>
  /** The body of a successful answer as it came. */
  bytes(call: Call): Promise<Buffer>
  /** A successful answer whose body is still to be read. */
  open(call: Call): Promise<IncomingMessage>
  /** The server's clock at its last answer, to the second. */
  lastDate(): Date | undefined
}

/** Reads the files of its certificates; connects at the first call. Throws `config-invalid`. */
export async function openClient(
  connection: QdrantConnection,
  { signal }: { readonly signal: AbortSignal },
): Promise<QdrantClient> {
  requireSendable(connection)
  const { tls } = connection
  const settings = { keepAlive: true, timeout: IDLE_MS, maxSockets: 8 }
  const agent = tls === undefined ? new Agent(settings) : new TlsAgent(settings)
  const options: RequestOptions = {
    host: connection.host,
    port: connection.port,
    agent,
    signal,
    ...(tls === undefined ? {} : await certificates(connection)),
  }
  const send = tls === undefined ? plainRequest : tlsRequest
  let date: Date | undefined
  const open = async (call: Call): Promise<IncomingMessage> => {
    if (signal.aborted) throw cancelled(signal)
    try {
      const answer = await exchange(() => send({ ...options, ...requestOf(connection, call) }), call, {
        peer: connection,
        hasAnswered: date !== undefined,
        // Over a connection of its own: the kept ones may all be in use.
        askTrifle: (signal) =>
          answeredBy(send({ ...options, agent: false, method: 'GET', path: '/healthz', signal })),
      })
      date = new Date(answer.headers.date ?? Date.now())
      const { statusCode: status = 0 } = answer
      if (status >= 200 && status < 300) return answer
      const body = (await buffer(answer)).toString('utf8')
      throw explainStatus({ status, body }, { code: 'capture-failed', ...call, peer: connection })
    } catch (error) {
      throw signal.aborted ? cancelled(signal) : explainConnection(error, connection)
    }
  }
  const bytes = async (call: Call): Promise<Buffer> => {
    const answer = await open(call)
    return await buffer(answer).catch((error: unknown) => {
      throw signal.aborted ? cancelled(signal) : explainConnection(error, connection)
    })
  }
  return {
    connection,
    signal,
    open,
    bytes,
    call: async (call) => resultOf(await bytes(call), connection),
    lastDate: () => date,
    [Symbol.asyncDispose]: async () => agent.destroy(),
  }
}

/** Percent-encodes one name of a path. */
export function encode(name: string): string {
  return encodeURIComponent(name)
}

function authorizationOf({ apiKey }: QdrantConnection): Readonly<Record<string, string>> {
  return apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey.reveal()}` }
}

/** A key goes with every request as one line of Latin letters. */
function requireSendable(connection: QdrantConnection): void {
  try {
    for (const [name, value] of Object.entries(authorizationOf(connection))) validateHeaderValue(name, value)
  } catch {
    throw new LifeboatError({
      code: 'config-invalid',
      what: `the apiKey for qdrant at ${addressOf(connection)} cannot be sent`,
      why: 'it holds a line break or another character that no HTTP header may hold',
      fix: 'store the key alone, in one line',
    })
  }
}

function requestOf(connection: QdrantConnection, call: Call): RequestOptions {
  const length = bodyOf(call)?.length
  return {
    method: call.method,
    path: call.path,
    headers: {
      ...authorizationOf(connection),
      ...(length === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': length }),
      ...(call.content === undefined
        ? {}
        : { 'Content-Type': call.content.type, 'Content-Length': call.content.bytes }),
    },
  }
}

function bodyOf({ body }: Call): Buffer | undefined {
  return body === undefined ? undefined : Buffer.from(typeof body === 'string' ? body : canonicalText(body))
}

type Request = ReturnType<typeof plainRequest>

/** Resolves when the head of the answer is there; a server may answer before it has read a whole upload. */
function exchange(begin: () => Request, call: Call, server: Server): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = begin()
    const late = setTimeout(() => request.destroy(unanswered()), CONNECT_TIMEOUT_MS)
    request.once('socket', (socket) => {
      if (!socket.connecting) clearTimeout(late)
      else socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', () => clearTimeout(late))
    })
    const stopWatching = onSilence(call, server, (error) => request.destroy(error))
    request.once('close', () => clearTimeout(late))
    request.once('close', stopWatching)
    request.once('error', reject)
    request.once('response', (answer) => {
      stopWatching()
      endWhenSilent(answer, server.peer)
      resolve(answer)
    })
    if (call.content === undefined) {
      request.end(bodyOf(call))
      return
    }
    const { stream } = call.content
    stream.once('error', (error) => {
      reject(error)
      request.destroy(error)
    })
    request.once('close', () => stream.destroy())
    stream.pipe(request)
  })
}

interface Server {
  readonly peer: Peer
  readonly hasAnswered: boolean
  readonly askTrifle: (signal: AbortSignal) => Promise<void>
}

/** Does something when no answer has begun in time; a call that may take as long as its run is given up when the server is frozen. */
function onSilence(
  { method, patienceMs = method === 'GET' ? SILENCE_MS : Infinity }: Call,
  { peer, hasAnswered, askTrifle }: Server,
  give: (error: LifeboatError) => void,
): () => void {
  const isLong = patienceMs > SILENCE_MS
  const stopLooking = isLong
    ? lookBeside(askTrifle, { everyMs: SILENCE_MS, frozen: () => give(fellSilent(peer, SILENCE_MS)) })
    : (): void => undefined
  if (patienceMs === Infinity) return stopLooking
  const late =
    hasAnswered || isLong
      ? setTimeout(() => give(fellSilent(peer, patienceMs)), patienceMs)
      : setTimeout(() => give(neverAnswered(peer)), FIRST_ANSWER_MS)
  return () => {
    clearTimeout(late)
    stopLooking()
  }
}

/** Resolves with any answer, whatever it says. */
async function answeredBy(request: Request): Promise<void> {
  // It may be ended after its answer.
  request.on('error', () => undefined)
  const answered = once(request, 'response') as Promise<[IncomingMessage]>
  request.end()
  const [answer] = await answered
  answer.resume()
}

function unanswered(): Error {
  return Object.assign(new Error('no connection within 10 s'), { code: 'ETIMEDOUT' })
}

async function certificates({ host, tls = {} }: QdrantConnection): Promise<RequestOptions> {
  const [ca, cert, key] = await Promise.all([tls.caFile, tls.certFile, tls.keyFile].map(readPem))
  const name = tls.serverName ?? host
  return {
    // An address is no server name to send, and is looked for in the certificate all the same.
    servername: isIP(name) === 0 ? name : '',
    checkServerIdentity: (_host: string, certificate: PeerCertificate) =>
      checkServerIdentity(name, certificate),
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  } as RequestOptions
}

async function readPem(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined
  return await readFile(file, 'utf8').catch((error: unknown) => {
    throw new LifeboatError({
      code: 'config-invalid',
      what: `the file ${file} of tls cannot be read`,
      cause: error,
    })
  })
}

function resultOf(body: Buffer, connection: QdrantConnection): unknown {
  try {
    const answer = parseExact(body.toString('utf8'))
    if (typeof answer === 'object' && answer !== null && 'result' in answer) return answer.result
  } catch {
    // Told below with everything else that is no answer.
  }
  throw new LifeboatError({
    code: 'server-unsupported',
    what: `what answers at ${addressOf(connection)} is no Qdrant: its answer has no result`,
    fix: 'check host and port of the target: the REST interface is meant, 6333 unless changed',
  })
}

import { createReadStream, rmSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import process from 'node:process'
import { performance } from 'node:perf_hooks'
import { pipeline } from 'node:stream'
import { createBrotliCompress, createGzip } from 'node:zlib'
import { identifyCaller, refusalOf, sees, type Needed } from './access.ts'
import type { Reply, State } from './exchange.ts'
import { printJson } from './numbers.ts'
import { Refusal } from './refusal.ts'
import { findRoute, type Route } from './routes.ts'
import { readSettings } from './settings.ts'
import { Storage } from './storage.ts'

const KEEP_ALIVE_MS = 5000

/** Answers one request as the recorded server did. */
async function answer(
  state: State,
  peer: number,
  given: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const { request, response } = given
  const began = performance.now()
  const url = new URL(request.url ?? '/', 'http://stand-in')
  const found = findRoute(request.method ?? '', url.pathname)
  if (found === undefined) return end(response, 404, { body: '' })
  const { route, path } = found
  const time = (): number => (performance.now() - began) / 1000
  try {
    const verdict = callerOf(state, request)
    const open = url.pathname === '/' || /^\/(health|ready|live)z$/.test(url.pathname)
    if ('status' in verdict && !open) return end(response, verdict.status, { body: verdict.plain })
    const allowed = 'allowed' in verdict ? verdict.allowed : 'r'
    const refused = refusalOf(allowed, neededBy(route, path['name'] ?? ''))
    if (refused !== undefined) throw new Refusal(403, refused)
    const reply = await route.answer({
      ...state,
      request,
      path,
      query: url.searchParams,
      peer,
      allowed,
      sees: (collection) => sees(allowed, collection),
    })
    send(response, request, { reply, time: time() })
  } catch (error) {
    if (!(error instanceof Refusal))
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    const { status, message } =
      error instanceof Refusal ? error : new Refusal(500, `Service internal error: ${String(error)}`)
    const plain = (route.plain === true && (status === 403 || request.method === 'GET')) || isText(message)
    if (plain) return end(response, status, { body: message, type: 'text/plain; charset=utf-8' })
    end(response, status, {
      body: JSON.stringify({ status: { error: message }, time: time() }),
      type: 'application/json',
    })
  }
}

/** Two answers of the upload route are text though it is no download. */
function isText(message: string): boolean {
  return message.startsWith('Required field is missing') || message.startsWith('Parsed ')
}

function callerOf({ settings }: State, request: IncomingMessage): ReturnType<typeof identifyCaller> {
  return identifyCaller(request.headers, {
    ...(settings.apiKey === undefined ? {} : { all: settings.apiKey }),
    ...(settings.readOnlyApiKey === undefined ? {} : { readOnly: settings.readOnlyApiKey }),
  })
}

function neededBy({ needs }: Route, collection: string): Needed {
  return needs === 'read' || needs === 'write' ? { kind: needs, collection } : { kind: needs }
}

function send(
  response: ServerResponse,
  request: IncomingMessage,
  { reply, time }: { reply: Reply; time: number },
): void {
  if ('file' in reply) return sendFile(response, request, reply)
  if ('body' in reply) return end(response, 200, reply)
  const type = 'application/json'
  if ('accepted' in reply)
    return end(response, 202, { body: JSON.stringify({ status: 'accepted', time }), type })
  const printed = 'printed' in reply ? reply.printed : printJson(reply.result)
  end(response, 200, { body: `{"result":${printed},"status":"ok","time":${time}}`, type })
}

function end(
  response: ServerResponse,
  status: number,
  { body, type }: { body: string; type?: string },
): void {
  if (!response.req.readableEnded && status >= 400) response.setHeader('connection', 'close')
  const bytes = Buffer.from(body)
  response.writeHead(status, {
    ...(type === undefined ? {} : { 'content-type': type }),
    'content-length': bytes.length,
  })
  response.end(bytes)
}

function sendFile(
  response: ServerResponse,
  request: IncomingMessage,
  { file, name, streamed }: Extract<Reply, { file: string }>,
): void {
  const { size } = statSync(file)
  const encoding =
    /\bbr\b/.exec(request.headers['accept-encoding'] ?? '') ??
    /gzip/.exec(request.headers['accept-encoding'] ?? '')
  const [, start, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
  const range = start === undefined ? undefined : { start: Number(start), end: Number(last) }
  const length = range === undefined ? size : range.end - range.start + 1
  response.writeHead(range === undefined ? 200 : 206, {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${Buffer.from(name).toString('latin1')}"`,
    ...(streamed === true ? {} : { 'accept-ranges': 'bytes' }),
    ...(range === undefined ? {} : { 'content-range': `bytes ${range.start}-${range.end}/${size}` }),
    ...(encoding === null ? {} : { 'content-encoding': encoding[0] }),
    ...(encoding === null && streamed !== true ? { 'content-length': length } : {}),
  })
  const content = createReadStream(file, { ...range, highWaterMark: 2 ** 20 })
  const done = (): void => {
    if (streamed === true) rmSync(file, { force: true })
  }
  if (encoding === null) pipeline(content, response, done)
  else pipeline(content, encoding[0] === 'br' ? createBrotliCompress() : createGzip(), response, done)
}

function start(): void {
  const settings = readSettings(process.argv.slice(2), process.env)
  const storage = new Storage(settings.storagePath, settings.snapshotsPath, settings.ports.length)
  const state: State = { settings, storage, indexing: new Map() }
  const servers = settings.ports.map((port, peer) => {
    const listener = (request: IncomingMessage, response: ServerResponse): void =>
      void answer(state, peer, { request, response })
    const server =
      settings.tls === undefined ? createServer(listener) : createTlsServer(settings.tls, listener)
    server.keepAliveTimeout = KEEP_ALIVE_MS
    server.requestTimeout = 0
    return server.listen(port, settings.host)
  })
  const stop = (): void => {
    for (const server of servers) server.close()
    storage.write(settings.version)
    process.exit(0)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

if (process.argv.includes('--version')) process.stdout.write('qdrant 1.19.0+replayed\n')
else start()

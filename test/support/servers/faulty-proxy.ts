import { request as send, type IncomingMessage, type ServerResponse } from 'node:http'
import { Transform } from 'node:stream'
import { createGzip } from 'node:zlib'
import { startWebServer, type WebServer } from './web-server.ts'

/** What happens to a request instead of passing it on, or to its answer. */
type Fault =
  /** Answers by itself. */
  | { readonly status: number; readonly text: string }
  /** Ends the connection after so many bytes of the answer's body. */
  | { readonly cutAfter: number }
  /** Changes one bit of the answer's body. */
  | { readonly flipAt: number }
  /** Takes a plain answer and compresses it, whatever was asked for. */
  | { readonly encoding: 'gzip' }

/** Asked about every request; may do something before it is passed on. */
export type Meddle = (request: {
  readonly method: string
  readonly path: string
}) => Promise<Fault | undefined | void>

/** A proxy on a loopback port that passes everything on but what a test meddles with. */
export function startProxy(serverPort: number, meddle: Meddle): Promise<WebServer> {
  return startWebServer((request, response) => {
    pass({ request, response }, { serverPort, meddle }).catch(() => response.destroy())
  })
}

async function pass(
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
  { serverPort, meddle }: { readonly serverPort: number; readonly meddle: Meddle },
): Promise<void> {
  const { method = '', url: path = '', headers } = request
  const fault = (await meddle({ method, path })) ?? undefined
  if (fault !== undefined && 'status' in fault) {
    request.resume()
    response.writeHead(fault.status, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ status: { error: fault.text }, time: 0 }))
    return
  }
  const encoded = fault !== undefined && 'encoding' in fault ? fault.encoding : undefined
  if (encoded !== undefined) delete headers['accept-encoding']
  const onward = send({ host: '127.0.0.1', port: serverPort, method, path, headers, agent: false })
  onward.once('error', () => response.destroy())
  // A server that nobody listens to any more must not go on for ever.
  response.once('close', () => onward.destroy())
  onward.once('response', (answer) => {
    const encoding = encoded === undefined ? {} : { 'content-encoding': encoded }
    response.writeHead(answer.statusCode ?? 500, { ...answer.headers, ...encoding })
    const changed = fault === undefined ? answer : answer.pipe(faulty(fault, response))
    answer.once('error', () => response.destroy())
    changed.pipe(response)
  })
  request.pipe(onward)
}

function faulty(fault: Exclude<Fault, { status: number }>, response: ServerResponse): Transform {
  if ('encoding' in fault) return createGzip()
  let passed = 0
  // An answer that has ended by then lets go of its socket.
  const { socket } = response
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      const start = passed
      passed += chunk.length
      if ('flipAt' in fault) {
        const at = fault.flipAt - start
        if (at >= 0 && at < chunk.length) chunk[at] = (chunk[at] ?? 0) ^ 1
        done(null, chunk)
        return
      }
      done(null, chunk.subarray(0, Math.max(0, fault.cutAfter - start)))
      if (passed > fault.cutAfter) setImmediate(() => socket?.destroy())
    },
  })
}

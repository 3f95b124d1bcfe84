import type { IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { startWebServer } from '../../servers/web-server.ts'

/** The platform's artifact service and its blob store, as far as an upload needs them. */
export interface ArtifactService extends AsyncDisposable {
  /** For ACTIONS_RESULTS_URL. */
  readonly url: string
  /** By name: the zip files of those that were finalised. */
  readonly artifacts: ReadonlyMap<string, Buffer>
  /** Everything that anybody sent, headers and bodies. */
  readonly received: readonly Buffer[]
  /** From now on every call is answered with this status. */
  fail(status: number | undefined): void
}

interface State {
  readonly artifacts: Map<string, Buffer>
  readonly blobs: Map<string, Map<string, Buffer>>
  readonly received: Buffer[]
  status: number | undefined
}

interface Request {
  readonly name: string
}

export async function startArtifactService(): Promise<ArtifactService> {
  const state: State = { artifacts: new Map(), blobs: new Map(), received: [], status: undefined }
  const server = await startWebServer((request, response) => {
    void buffer(request).then((body) => answer(state, { request, response, body }))
  })
  return {
    url: server.url,
    artifacts: state.artifacts,
    received: state.received,
    fail: (status) => {
      state.status = status
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly body: Buffer
}

function answer(state: State, { request, response, body }: Exchange): void {
  const url = new URL(request.url ?? '', `http://${request.headers.host}`)
  state.received.push(Buffer.from(`${request.url} ${JSON.stringify(request.headers)}`), body)
  const json = (status: number, value: object): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
  }
  if (state.status !== undefined) return json(state.status, { msg: 'the service is not well' })
  if (url.pathname.startsWith('/blob/')) return putBlob(state, url, { request, response, body })
  const { name } = JSON.parse(body.toString()) as Request
  if (url.pathname.endsWith('/CreateArtifact')) {
    if (state.blobs.has(name)) return json(409, { msg: 'an artifact with this name already exists' })
    state.blobs.set(name, new Map())
    return json(200, { ok: true, signed_upload_url: `${url.origin}/blob/${name}?sig=signature-of-${name}` })
  }
  state.artifacts.set(name, state.blobs.get(name)?.get('') ?? Buffer.alloc(0))
  return json(200, { ok: true, artifact_id: String(state.artifacts.size) })
}

/** Blocks, then the list that orders them: what Azure's block blobs take. */
function putBlob(state: State, url: URL, { response, body }: Exchange): void {
  const blocks = state.blobs.get(url.pathname.slice('/blob/'.length)) ?? new Map<string, Buffer>()
  if (url.searchParams.get('comp') === 'block') blocks.set(url.searchParams.get('blockid') ?? '', body)
  else {
    const ids = [...body.toString().matchAll(/<(?:Latest|Uncommitted|Committed)>([^<]*)</g)].map(
      ([, id]) => id ?? '',
    )
    blocks.set('', Buffer.concat(ids.map((id) => blocks.get(id) ?? Buffer.alloc(0))))
  }
  response.writeHead(201, { 'x-ms-request-id': '1', etag: '"1"' }).end()
}

/** A token of the shape that the client reads its ids from; nobody signs it. */
export const RUNTIME_TOKEN = ['{"alg":"none"}', '{"scp":"Actions.Results:run-backend:job-backend"}', 'x']
  .map((part) => Buffer.from(part).toString('base64url'))
  .join('.')

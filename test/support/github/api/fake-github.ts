import { mkdtemp, rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { startWebServer } from '../../servers/web-server.ts'
import { badCredentials, type FakeAnswer } from './answers.ts'
import { BareRepository } from './bare-repository.ts'
import { operationOf, perform, type Asked, type FakeState, type Operation } from './operations.ts'

/** Something that happens to requests of these kinds, `times` times. */
export interface Fault {
  readonly on: readonly Operation[]
  readonly times?: number
  /** Sent instead of the true answer; without it the connection is cut. */
  readonly answer?: FakeAnswer
  /** What was asked for is done nevertheless: only its answer is lost. */
  readonly done?: boolean
  readonly delayMs?: number
}

/** A GitHub with one repository, on loopback. Speaks what Lifeboat uses of REST and GraphQL, over a real bare repository. */
export interface FakeGitHub extends AsyncDisposable {
  readonly url: string
  readonly state: FakeState
  readonly repository: BareRepository
  /** As GitHub sets them in a workflow run. */
  readonly environment: Readonly<Record<string, string>>
  /** The kinds of requests so far. */
  readonly asked: Operation[]
  readonly interfere: (fault: Fault) => void
  /** Nothing stands in the way any more. */
  readonly recover: () => void
}

const TOKEN = 'ghs_fakefakefakefakefakefakefakefakefake'

/** Starts one; `enterprise` answers below `/api/v3` and `/api/graphql` as a server of one's own does. */
export async function startFakeGitHub({ enterprise = false } = {}): Promise<FakeGitHub> {
  const root = await mkdtemp(join(tmpdir(), 'lifeboat-github-'))
  const repository = BareRepository.create(join(root, 'shop.git'))
  const state: FakeState = { canWrite: true, protectedBranches: new Set(), pulls: [], maxTreeEntries: 1000 }
  const asked: Operation[] = []
  const faults: { readonly fault: Fault; left: number }[] = []
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').replace(enterprise ? /^\/api(\/v3)?/ : /^$/, '')
    const body = request.method === 'POST' ? ((await json(request)) as Record<string, unknown>) : {}
    const asks = { method: request.method ?? '', path, body }
    const operation = operationOf(asks)
    asked.push(operation)
    const found = faults.find(({ fault, left }) => left > 0 && fault.on.includes(operation))
    if (found !== undefined) found.left -= 1
    const { fault } = found ?? {}
    await sleep(fault?.delayMs ?? 0)
    const isTrue = fault === undefined || fault.delayMs !== undefined
    const truth = isTrue || fault.done ? answerTo(request, { operation, asks }) : undefined
    const told = isTrue ? truth : fault.answer
    if (told === undefined) response.destroy()
    else send(response, told)
  }
  function answerTo(
    request: IncomingMessage,
    { operation, asks }: { readonly operation: Operation; readonly asks: Asked },
  ): FakeAnswer {
    if (request.headers.authorization !== `token ${TOKEN}`) return badCredentials
    return perform(operation, asks, { repository, state })
  }
  const server = await startWebServer((request, response) => {
    void serve(request, response).catch((error: unknown) => response.destroy(error as Error))
  })
  const { url } = server
  return {
    url,
    state,
    repository,
    asked,
    environment: {
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'ann/shop',
      GITHUB_TOKEN: TOKEN,
      GITHUB_SERVER_URL: url,
      GITHUB_API_URL: enterprise ? `${url}/api/v3` : url,
      GITHUB_RUN_ID: '4711',
    },
    interfere: (fault) => void faults.push({ fault, left: fault.times ?? 1 }),
    recover: () => {
      faults.length = 0
      state.protectedBranches.clear()
      state.canWrite = true
    },
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]()
      await rm(root, { recursive: true, force: true })
    },
  }
}

function send(response: ServerResponse, { status, body, headers = {} }: FakeAnswer): void {
  const type = typeof body === 'string' ? 'text/html' : 'application/json; charset=utf-8'
  response.writeHead(status, { 'content-type': type, 'x-github-request-id': 'FA:KE', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../../core/context.ts'
import type { KubectlVia } from '../../core/via.ts'
import { cancelled } from '../cancelled.ts'
import { clusterOptions, placeOf, resourceOf } from './kubectl-command.ts'
import { startKubectl, type RunningKubectl } from './start-kubectl.ts'
import type { Tunnel } from './tunnel.ts'
import { unreachable } from './unreachable.ts'

const HOST = '127.0.0.1'
const READY = /^Forwarding from 127\.0\.0\.1:(\d+) -> /m
const HEAD_CHARACTERS = 1000
const READY_MS = 60_000
/** An idle connection is cut after hours, and a pod may move: what connects later deserves a new tunnel. */
const RESTARTS_IN_A_ROW = 5
const RESTART_PAUSE_MS = 500
/** What it says of a connection that broke may come after the break itself, */
const WORDS_MS = 1000
/** and is of no meaning for one that breaks later. */
const WORDS_LAST_MS = 10_000

interface ForwardRequest {
  readonly via: KubectlVia
  /** Of the pod. */
  readonly port: number
  readonly context: Context
}

/** Runs `kubectl port-forward` until disposal. One that ends by itself breaks its connections, and is started anew at the same port. */
export async function openPortForward(request: ForwardRequest): Promise<Omit<Tunnel, 'name'>> {
  const stop = new AbortController()
  let current = await start(request, 0)
  const { port } = current
  const anew = { ...request, context: { ...request.context, signal: stop.signal } }
  let earlier = { words: '', until: 0 }
  const words = (): string =>
    current.kubectl.lastWords() || (performance.now() < earlier.until ? earlier.words : '')
  const watching = (async () => {
    for (let failures = 0; failures < RESTARTS_IN_A_ROW; failures += 1) {
      await current.kubectl.ended
      if (stop.signal.aborted) return
      earlier = { words: words(), until: performance.now() + WORDS_LAST_MS }
      current = await start(anew, port).catch(() => current)
      if (current.kubectl.child.exitCode === null) failures = -1
      else await pause(stop.signal)
    }
  })()
  return {
    endpoint: { host: HOST, port },
    lastWords: async () => {
      if (words() === '') await Promise.race([current.kubectl.ended, pause(stop.signal, WORDS_MS)])
      return words() || undefined
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort()
      current.kubectl.child.kill('SIGTERM')
      await watching
      await current.kubectl.ended
    },
  }
}

/** Holds no process that has nothing else to do, and nobody who disposes of the tunnel meanwhile. */
async function pause(signal: AbortSignal, ms = RESTART_PAUSE_MS): Promise<void> {
  await sleep(ms, undefined, { ref: false, signal }).catch(() => undefined)
}

interface Forward {
  readonly kubectl: RunningKubectl
  readonly port: number
}

/** At any free port where `near` is 0. */
async function start({ via, port, context }: ForwardRequest, near: number): Promise<Forward> {
  const ports = `${near === 0 ? '' : near}:${port}`
  const args = ['port-forward', `--address=${HOST}`, ...clusterOptions(via), resourceOf(via), ports]
  const kubectl = await startKubectl(args, context, 'ignore')
  try {
    return { kubectl, port: await ready(kubectl, context) }
  } catch (error) {
    kubectl.child.kill('SIGKILL')
    await kubectl.ended
    if (context.signal.aborted) throw cancelled(context.signal)
    throw unreachable({
      what: `${placeOf(via)} cannot be reached by kubectl port-forward`,
      why: kubectl.lastWords() || (error as Error).message,
      fix: `try kubectl port-forward ${resourceOf(via)} yourself; it needs the permission create on pods/portforward`,
      cause: error,
    })
  }
}

/** The near port, as soon as kubectl listens there. */
function ready({ child, ended }: RunningKubectl, { signal }: Context): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const limit = AbortSignal.any([signal, AbortSignal.timeout(READY_MS)])
  const late = (): void => reject(new Error('it was not ready in time'))
  if (limit.aborted) late()
  limit.addEventListener('abort', late, { once: true })
  void ended.then(() => reject(new Error('it ended before it was ready')))
  let head = ''
  // Read to the end, because it says a line for each connection and stops where nobody takes them.
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    if (head.length < HEAD_CHARACTERS) head += text
    const port = READY.exec(head)?.[1]
    if (port !== undefined) resolve(Number(port))
  })
  return promise
}

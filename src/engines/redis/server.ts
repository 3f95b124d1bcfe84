import { setTimeout as wait } from 'node:timers/promises'
import type { EngineContext, ServerRecipe } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import type { Machine } from '../../core/machine.ts'
import { Secret } from '../../core/secret.ts'
import { cancelled } from '../../runtime/cancelled.ts'
import type { RedisConnection } from './connection.ts'
import { readInfo } from './info.ts'
import { DUMP } from './parts.ts'
import { need } from './programs.ts'
import { useClient } from './use-client.ts'
import { DEAD_PORT } from './while-sending.ts'

const PORT = 6379
const READY_IN_A_ROW = 3
const READY_POLL_MS = 50
/** More than any source has; an empty one costs a few hundred bytes. */
const DATABASES = 4096

export interface StartOptions {
  readonly program?: string
  /** Files to load. */
  readonly modules?: readonly string[]
}

/**
 * Starts a server on the machine, with the dump that lies in its home. It is the replica of a dead port, because only a
 * replica keeps keys that have expired since the dump was taken.
 */
export async function startServer(
  machine: Machine,
  context: EngineContext,
  { program = 'redis-server', modules = [] }: StartOptions = {},
): Promise<RedisConnection> {
  const password = new Secret(Buffer.from(context.random.bytes(24)).toString('hex'))
  const socket = machine.reach.kind === 'socket' ? `${machine.reach.directory}/redis.sock` : undefined
  const settings = [
    `dir "${machine.home}"`,
    `dbfilename "${DUMP}"`,
    `requirepass ${password.reveal()}`,
    `replicaof ${DEAD_PORT.join(' ')}`,
    ...modules.map((path) => `loadmodule ${path}`),
    'repl-diskless-sync yes',
    'repl-diskless-sync-delay 0',
    'repl-timeout 86400',
    'client-output-buffer-limit replica 0 0 0',
    'replica-serve-stale-data yes',
    'save ""',
    'appendonly no',
    'maxmemory 0',
    `databases ${DATABASES}`,
    'enable-debug-command yes',
    'protected-mode no',
    ...(socket === undefined ? [`port ${PORT}`, 'bind 0.0.0.0'] : ['port 0', `unixsocket ${socket}`]),
  ]
  const settingsFile = await machine.writeFile('redis.conf', `${settings.join('\n')}\n`)
  await machine.startServer({ program, args: [settingsFile] })
  const host = machine.reach.kind === 'tcp' ? machine.reach.host : '127.0.0.1'
  const connection: RedisConnection = {
    host,
    port: PORT,
    password,
    throwAway: true,
    ...(socket === undefined ? {} : { socket }),
  }
  await ready(machine, connection, context)
  return connection
}

/** Waits until the dump is loaded and several authenticated calls in a row have succeeded. */
async function ready(machine: Machine, connection: RedisConnection, context: EngineContext): Promise<void> {
  let successes = 0
  while (successes < READY_IN_A_ROW) {
    if (context.signal.aborted) throw cancelled(context.signal)
    const exit = await machine.serverExit()
    if (exit !== undefined) throw died(exit)
    successes = (await answers(connection, context)) ? successes + 1 : 0
    if (successes < READY_IN_A_ROW) await wait(READY_POLL_MS)
  }
}

async function answers(connection: RedisConnection, { signal }: EngineContext): Promise<boolean> {
  try {
    const info = await useClient(connection, { signal }, (client) => readInfo(client, 'persistence'))
    return info.get('loading') === '0'
  } catch {
    return false
  }
}

function died(exit: { readonly log: string; readonly outOfMemory: boolean }): LifeboatError {
  return new LifeboatError({
    code: exit.outOfMemory ? 'sandbox-exhausted' : 'load-failed',
    what: exit.outOfMemory
      ? 'the sandbox ran out of memory while Redis loaded the dump'
      : 'Redis did not load the dump',
    why: exit.log,
    ...(exit.outOfMemory ? { fix: 'give the drill plan more memory: 1.5 times the size of the data' } : {}),
  })
}

export const server: ServerRecipe<RedisConnection> = {
  need,
  prepare: async () => undefined,
  start: (machine, context) => startServer(machine, context),
  stop: (machine) => machine.stopServer('SIGTERM'),
}

import type { Readable } from 'node:stream'
import type { EngineContext, Loaded, PartSource, Place } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import type { Machine } from '../../core/machine.ts'
import type { RedisConnection } from './connection.ts'
import { DUMP } from './parts.ts'
import { startServer } from './server.ts'

/** Starts a fresh server from the dump. Only a fresh machine will do: a running server does not read a dump. */
export async function load(
  place: Place<RedisConnection>,
  parts: PartSource,
  context: EngineContext,
): Promise<Loaded<RedisConnection>> {
  if (place.kind === 'server') throw notIntoServer()
  const startedMs = context.clock.monotonicMs()
  const connection = await loadDump(place.machine, await parts.open(DUMP), context)
  const durationMs = Math.round(context.clock.monotonicMs() - startedMs)
  return { connection, phases: [{ name: 'load', durationMs }], limitations: [] }
}

/** Puts the dump into the data folder of a fresh machine and starts a server there. Throws `destination-not-empty`, `load-failed`. */
export async function loadDump(
  machine: Machine,
  dump: Readable,
  context: EngineContext,
): Promise<RedisConnection> {
  await requireEmpty(machine)
  const path = await machine.writeFile(DUMP, dump)
  await machine.run({ program: 'ln', args: ['-s', path, `${machine.home}/${DUMP}`] })
  return startServer(machine, context)
}

async function requireEmpty(machine: Machine): Promise<void> {
  const { stdout } = await machine.run({ program: 'ls', args: ['-A', machine.home] })
  if (stdout === '') return
  throw new LifeboatError({
    code: 'destination-not-empty',
    what: 'the machine that the Redis dump was to be loaded on holds data already',
    fix: 'load it on a fresh machine',
  })
}

/** The answer to `--into` as long as Redis restores are by hand. */
export function notIntoServer(): LifeboatError {
  return new LifeboatError({
    code: 'not-supported',
    what: 'a Redis backup cannot be loaded into a running server',
    fix: 'start a new server from the dump: docs/recover-by-hand.md says how',
  })
}

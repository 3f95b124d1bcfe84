import { basename, dirname } from 'node:path'
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

export async function loadDump(
  machine: Machine,
  dump: Readable,
  context: EngineContext,
): Promise<RedisConnection> {
  const path = await machine.writeFile(DUMP, dump)
  return startServer(machine, { folder: dirname(path), file: basename(path) }, context)
}

/** The answer to `--into` as long as Redis restores are by hand. */
export function notIntoServer(): LifeboatError {
  return new LifeboatError({
    code: 'not-supported',
    what: 'a Redis backup cannot be loaded into a running server',
    fix: 'start a new server from the dump: docs/recover-by-hand.md says how',
  })
}

import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { EngineContext, Loaded, LoadRequest, PartSource, Place } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import type { Machine } from '../../core/machine.ts'
import { writePrivateFile } from '../../runtime/local-tools.ts'
import type { RedisConnection } from './connection.ts'
import { loadIntoServer } from './load-into-server.ts'
import { findModules } from './modules.ts'
import { mergeDumps } from './merge-dumps.ts'
import { DUMP, dumpsOf } from './parts.ts'
import { productOf } from './product.ts'
import { startServer } from './server.ts'

/** Starts a fresh server from the dump, or puts its keys into one that runs. */
export async function load(
  place: Place<RedisConnection>,
  request: LoadRequest,
  context: EngineContext,
): Promise<Loaded<RedisConnection>> {
  if (place.kind === 'server') return loadIntoServer(place.connection, request, context)
  const { parts } = request
  const { machine } = place
  const startedMs = context.clock.monotonicMs()
  await requireEmpty(machine)
  const modules = await findModules(machine, parts.requirements['modules'])
  const path = await machine.writeFile(DUMP, (output) => pourDump(parts, output, context))
  await machine.run({ program: 'ln', args: ['-s', path, `${machine.home}/${DUMP}`] })
  const program = `${productOf(parts.requirements['redisVersion'] ?? '').name}-server`
  const connection = await startServer(machine, context, { program, modules })
  const durationMs = Math.round(context.clock.monotonicMs() - startedMs)
  return { connection, phases: [{ name: 'load', durationMs }], limitations: [] }
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

/** The one dump, or those of a cluster made into one. */
async function pourDump(parts: PartSource, output: Writable, context: EngineContext): Promise<void> {
  const [first = DUMP, ...others] = dumpsOf(parts.names)
  if (others.length === 0) return parts.pour(first, output)
  const folder = await mkdtemp(join(context.workDir, 'redis-shards-'))
  try {
    const paths: string[] = []
    for (const name of [first, ...others]) {
      const path = join(folder, name)
      await writePrivateFile(path, (file) => parts.pour(name, file))
      paths.push(path)
    }
    await pipeline(mergeDumps(paths), output)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import type { EngineContext, Loaded, LoadRequest, ServerIdentity } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import { writePrivateFile } from '../../runtime/local-tools.ts'
import { addressOf, type RedisConnection } from './connection.ts'
import { dumpsOf } from './parts.ts'
import { inspect } from './probe.ts'
import { restoreKeys } from './restore-keys.ts'
import { takeAway } from './take-away.ts'
import { WrittenKeys } from './written-keys.ts'

/**
 * Puts every key of a backup into a running, empty server by RESTORE, with its own instant of expiry, as it stands in the dump:
 * nothing is interpreted on the way and no server is needed to read it. What it wrote is taken away again when it fails half-way.
 */
export async function loadIntoServer(
  connection: RedisConnection,
  { parts }: LoadRequest,
  context: EngineContext,
): Promise<Loaded<RedisConnection>> {
  const { id } = await requireReady(connection, context)
  const startedMs = context.clock.monotonicMs()
  const folder = await mkdtemp(join(context.workDir, 'redis-restore-'))
  const dumps: WrittenKeys[] = []
  const libraries = new Map<string, string>()
  let expired = 0
  try {
    for (const name of dumpsOf(parts.names)) {
      const dump = new WrittenKeys(join(folder, name), libraries)
      await writePrivateFile(dump.path, (file) => parts.pour(name, file))
      dumps.push(dump)
      expired += await restoreKeys(connection, dump, context)
    }
  } catch (error) {
    await takeAway({ connection, id }, dumps, context)
    throw error
  }
  const durationMs = Math.round(context.clock.monotonicMs() - startedMs)
  return {
    connection: { ...connection, restoredFrom: dumps.map(({ path }) => path) },
    phases: [{ name: 'load', durationMs }],
    limitations:
      expired === 0
        ? []
        : [`${expired} keys of the backup had expired when it was restored, and are not at the destination.`],
  }
}

async function requireReady(connection: RedisConnection, context: EngineContext): Promise<ServerIdentity> {
  const { identity, objects, refusal } = await inspect(connection, context)
  if (refusal !== undefined) throw refusal
  if (objects > 0) {
    throw new LifeboatError({
      code: 'destination-not-empty',
      what: `${addressOf(connection)} holds ${objects} keys and functions; a restore never goes over data`,
      fix: 'name an empty server; what a killed restore left in it goes with FLUSHALL and FUNCTION FLUSH there, if it holds nothing else',
    })
  }
  return identity
}

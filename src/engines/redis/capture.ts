import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Capture, CaptureRequest, Consistency, EngineContext } from '../../core/engine.ts'
import { cancelled } from '../../runtime/cancelled.ts'
import type { RedisConnection } from './connection.ts'
import { digestDumps } from './digest-dumps.ts'
import { instantOf, readFacts } from './dump-facts.ts'
import { slotRequirements, survey } from './probe.ts'
import { writerOf } from './product.ts'
import { takeDumps, type TakenDump } from './take-dumps.ts'

const USERS = 'ACL users and the server configuration are not part of a Redis dump.'
const UNCHECKED =
  'The server writes no checksum into its dumps (rdbchecksum no), so a bit that flipped on the way here would not be noticed.'
const SHARDS =
  'Each slot owner of the cluster was dumped in an instant of its own: the backup holds no one instant of the whole.'

/** One RDB over the replication protocol, which is its own instant; of a cluster one for each slot owner. */
export async function capture(
  connection: RedisConnection,
  request: CaptureRequest,
  context: EngineContext,
): Promise<Capture> {
  const { probe, owners } = await survey(connection, context.signal)
  const { identity } = probe
  const { version } = identity
  const folder = await mkdtemp(join(context.workDir, 'redis-'))
  try {
    const dumps = await takeDumps(connection, { folder, version, owners, sink: request.sink, context })
    if (context.signal.aborted) throw cancelled(context.signal)
    const facts = await Promise.all(dumps.map(({ path }) => readFacts(path)))
    const digested = request.fingerprint ? await digestDumps(dumps, context) : undefined
    return {
      identity,
      consistency: consistencyOf(facts.map(instantOf)),
      fingerprint: digested?.fingerprint,
      requirements: {
        // Slots may have changed hands since the survey.
        ...slotRequirements(dumps.flatMap(({ slots = [] }) => slots)),
        redisVersion: writerOf(facts[0] ?? new Map()) ?? version,
        ...digested?.requirements,
      },
      limitations: [USERS, ...shortcomings(dumps), ...(digested?.limitations ?? [])],
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function consistencyOf(instants: readonly string[]): Consistency {
  const sorted = instants.toSorted()
  return {
    kind: instants.length === 1 ? 'transactional' : 'perObject',
    fromAt: sorted[0] ?? '',
    toAt: sorted.at(-1) ?? '',
  }
}

function shortcomings(dumps: readonly TakenDump[]): readonly string[] {
  const unchecked = dumps.some(({ checksum }) => checksum === 'none')
  return [...(dumps.length > 1 ? [SHARDS] : []), ...(unchecked ? [UNCHECKED] : [])]
}

import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Capture, CaptureRequest, EngineContext } from '../../core/engine.ts'
import type { Fingerprint } from '../../core/fingerprint.ts'
import { cancelled } from '../../runtime/cancelled.ts'
import { captureDump } from './capture-dump.ts'
import type { RedisConnection } from './connection.ts'
import { readContents } from './contents.ts'
import { instantOf, readFacts } from './dump-facts.ts'
import { fingerprintOf } from './dump-fingerprint.ts'
import { DUMP } from './parts.ts'
import { probe } from './probe.ts'
import { writerOf } from './product.ts'
import type { Checksum } from './rdb/checked-bytes.ts'
import { whyNotFromSource } from './source-digest.ts'

const LIMITATIONS = ['ACL users and the server configuration are not part of a Redis dump.']
const UNCHECKED =
  'The server writes no checksum into its dumps (rdbchecksum no), so a bit that flipped on the way here would not be noticed.'

/** One RDB over the replication protocol; it is its own instant. */
export async function capture(
  connection: RedisConnection,
  request: CaptureRequest,
  context: EngineContext,
): Promise<Capture> {
  const { identity, requirements } = await probe(connection)
  const folder = await mkdtemp(join(context.workDir, 'redis-'))
  const path = join(folder, DUMP)
  const { version } = identity
  try {
    const checksum = await captureDump(connection, { name: DUMP, path, version, sink: request.sink, context })
    if (context.signal.aborted) throw cancelled(context.signal)
    const facts = await readFacts(path)
    const at = instantOf(facts)
    const found = request.fingerprint ? await digest(connection, path, context) : NOTHING
    return {
      identity,
      consistency: { kind: 'transactional', fromAt: at, toAt: at },
      fingerprint: found.fingerprint,
      requirements: { ...requirements, redisVersion: writerOf(facts) ?? version, ...found.requirements },
      limitations: [...LIMITATIONS, ...unchecked(checksum), ...found.limitations],
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Digested {
  readonly fingerprint: Fingerprint | undefined
  readonly requirements: Readonly<Record<string, string>>
  readonly limitations: readonly string[]
}

const NOTHING: Digested = { fingerprint: undefined, requirements: {}, limitations: [] }

async function digest(connection: RedisConnection, path: string, context: EngineContext): Promise<Digested> {
  const seed = Buffer.from(context.random.bytes(8)).toString('hex')
  const contents = await readContents(path, { seed, context })
  const fingerprint = fingerprintOf(contents, { seed })
  const modules = [...contents.modules].sort().join(' ')
  const because = await whyNotFromSource(connection, { contents, seed, context })
  return {
    fingerprint: because === undefined ? { ...fingerprint, origin: 'source' } : fingerprint,
    requirements: modules === '' ? {} : { modules },
    limitations: because === undefined ? [] : [fromArtifact(because)],
  }
}

function fromArtifact(because: string): string {
  return `The fingerprint was read from the backup itself and not from the source, because ${because}: it proves that the backup restores the same each time, not that it equals the source.`
}

function unchecked(checksum: Checksum): readonly string[] {
  return checksum === 'none' ? [UNCHECKED] : []
}

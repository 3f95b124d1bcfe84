import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EngineContext } from '../../core/engine.ts'
import type { Fingerprint, FingerprintSpec } from '../../core/fingerprint.ts'
import { LifeboatError } from '../../core/errors.ts'
import type { RedisConnection } from './connection.ts'
import { readContents, type Contents } from './contents.ts'
import { fingerprintOf } from './dump-fingerprint.ts'
import { DUMP } from './parts.ts'
import { probe } from './probe.ts'
import { serverTimeMs } from './server-time.ts'
import { spoolDump } from './spool-dump.ts'
import { useClient } from './use-client.ts'
import { whileSending } from './while-sending.ts'

/** Keys that expire sooner than this after the look began may do so while it lasts. */
const SETTLED_MS = 60_000

/**
 * The fingerprint of a server that holds what a dump held, read from a dump of its own: only there is a key that has
 * expired and was kept to be seen. On a server that this run has restored into, keys that have expired meanwhile, or are
 * about to, are taken from the backup.
 */
export async function fingerprint(
  connection: RedisConnection,
  spec: FingerprintSpec,
  context: EngineContext,
): Promise<Fingerprint> {
  const folder = await mkdtemp(join(context.workDir, 'redis-'))
  try {
    const contents = await contentsOf(connection, { folder, seed: spec.seed, context })
    return { ...fingerprintOf(contents, spec), origin: 'source' }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function contentsOf(
  connection: RedisConnection,
  {
    folder,
    seed,
    context,
  }: { readonly folder: string; readonly seed: string; readonly context: EngineContext },
): Promise<Contents> {
  const { signal } = context
  const { version } = (await probe(connection, context)).identity
  const path = join(folder, DUMP)
  await writeFile(path, '', { mode: 0o600, flag: 'wx' })
  const horizon =
    connection.restoredFrom === undefined
      ? -Infinity
      : (await useClient(connection, { signal }, serverTimeMs)) + SETTLED_MS
  await whileSending(connection, signal, () => spoolDump(connection, { path, version, signal }))
  const contents = await readContents(path, {
    seed,
    context,
    counts: ({ expiresAt = Infinity }) => expiresAt > horizon,
  })
  if (connection.restoredFrom === undefined) return contents
  requireInTime(contents, horizon)
  for (const restored of connection.restoredFrom) {
    contents.merge(
      await readContents(restored, {
        seed,
        context,
        counts: ({ expiresAt = Infinity }) => expiresAt <= horizon,
      }),
    )
  }
  return contents
}

/** A dump that began later may lack keys that are not taken from the backup either. */
function requireInTime({ facts }: Contents, horizon: number): void {
  if (Number(facts.get('ctime')) * 1000 < horizon) return
  throw new LifeboatError({
    code: 'timed-out',
    what: 'the server took more than a minute to begin the dump that the restored keys are compared by',
    fix: 'let it end what it is saving, empty it and restore again',
  })
}

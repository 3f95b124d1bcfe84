import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EngineContext } from '../../core/engine.ts'
import type { Fingerprint, FingerprintSpec } from '../../core/fingerprint.ts'
import type { RedisConnection } from './connection.ts'
import { readContents, type Contents } from './contents.ts'
import { fingerprintOf } from './dump-fingerprint.ts'
import { DUMP } from './parts.ts'
import { probe } from './probe.ts'
import { spoolDump } from './spool-dump.ts'
import { whileSending } from './while-sending.ts'

/**
 * The fingerprint of a server that holds what a dump held, read from a dump of its own: only there is a key that has
 * expired and was kept to be seen.
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
  const { version } = (await probe(connection)).identity
  const path = join(folder, DUMP)
  await writeFile(path, '', { mode: 0o600, flag: 'wx' })
  await whileSending(connection, () =>
    spoolDump(connection, { path, version, context, signal: context.signal }),
  )
  return readContents(path, { seed, context })
}

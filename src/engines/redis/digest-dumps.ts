import type { EngineContext } from '../../core/engine.ts'
import type { Fingerprint } from '../../core/fingerprint.ts'
import { addressOf } from './connection.ts'
import { Contents, readContents } from './contents.ts'
import { fingerprintOf } from './dump-fingerprint.ts'
import { whyNotFromSource } from './source-digest.ts'
import type { TakenDump } from './take-dumps.ts'

/** What was read from dumps, and from their sources. */
export interface Digested {
  readonly fingerprint: Fingerprint
  readonly requirements: Readonly<Record<string, string>>
  readonly limitations: readonly string[]
}

/** The fingerprint of all dumps together; its origin is the source when every one was found equal to its own. */
export async function digestDumps(dumps: readonly TakenDump[], context: EngineContext): Promise<Digested> {
  const seed = Buffer.from(context.random.bytes(8)).toString('hex')
  const all = new Contents()
  const reasons: string[] = []
  for (const { connection, path } of dumps) {
    const contents = await readContents(path, { seed, context })
    const because =
      reasons.length > 0 ? undefined : await whyNotFromSource(connection, { contents, seed, context })
    if (because !== undefined)
      reasons.push(dumps.length === 1 ? because : `of ${addressOf(connection)}, ${because}`)
    all.merge(contents)
  }
  const fingerprint = fingerprintOf(all, { seed })
  const modules = [...all.modules].sort().join(' ')
  return {
    fingerprint: reasons.length === 0 ? { ...fingerprint, origin: 'source' } : fingerprint,
    requirements: modules === '' ? {} : { modules },
    limitations: reasons.map(fromArtifact),
  }
}

function fromArtifact(because: string): string {
  return `The fingerprint was read from the backup itself and not from the source, because ${because}: it proves that the backup restores the same each time, not that it equals the source.`
}

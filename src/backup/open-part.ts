import { pipeline as connect, type Readable } from 'node:stream'
import type { Context } from '../core/context.ts'
import type { Part } from '../core/manifest.ts'
import type { Encryption } from '../core/target.ts'
import { stopOnAbort } from '../runtime/cancelled.ts'
import { decompress } from '../runtime/zstd.ts'
import type { OpenVolumes } from './read-volumes.ts'
import { unseal } from './unseal.ts'

export interface PartOpening {
  /** Asked for only when the part is sealed. */
  readonly identities: Encryption['identities']
  readonly context: Pick<Context, 'signal' | 'programEnvironment' | 'workDir'>
}

/**
 * A part's content, unsealed and decompressed while it is read. The stream ends only when all of it was whole; it fails with
 * `identity-missing`, `identity-wrong`, `part-malformed` or what the volumes fail with.
 */
export async function openPart(part: Part, volumes: OpenVolumes, opening: PartOpening): Promise<Readable> {
  const packed =
    part.seal === 'age'
      ? connect(volumes(part), unseal(await opening.identities()), () => undefined)
      : volumes(part)
  const content = part.compression === 'zstd' ? decompress(packed, opening.context) : packed
  return stopOnAbort(content, opening.context.signal)
}

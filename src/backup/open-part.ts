import { pipeline as connect, type Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Context } from '../core/context.ts'
import type { Part } from '../core/manifest.ts'
import type { Encryption } from '../core/target.ts'
import { stopOnAbort } from '../runtime/cancelled.ts'
import { decompress, decompressInto } from '../runtime/zstd.ts'
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
  const packed = await openPacked(part, volumes, opening)
  const content = part.compression === 'zstd' ? decompress(packed, opening.context) : packed
  return stopOnAbort(content, opening.context.signal)
}

interface Pouring {
  readonly volumes: OpenVolumes
  readonly opening: PartOpening
  readonly output: Writable
}

/** Writes a part's content into `output` and ends it; fails as reading it does. */
export async function pourPart(part: Part, { volumes, opening, output }: Pouring): Promise<void> {
  const packed = stopOnAbort(await openPacked(part, volumes, opening), opening.context.signal)
  if (part.compression === 'zstd') await decompressInto(packed, output, opening.context)
  else await pipeline(packed, output)
}

/** A part as it was compressed. */
async function openPacked(part: Part, volumes: OpenVolumes, opening: PartOpening): Promise<Readable> {
  if (part.seal !== 'age') return volumes(part)
  return connect(volumes(part), unseal(await opening.identities()), () => undefined)
}

import { pipeline as connect, type Readable } from 'node:stream'
import type { Context } from '../core/context.ts'
import type { PartSource } from '../core/engine.ts'
import { LifeboatError } from '../core/errors.ts'
import type { Manifest, Part } from '../core/manifest.ts'
import type { Encryption } from '../core/target.ts'
import { stopOnAbort } from '../runtime/cancelled.ts'
import { decompress } from '../runtime/zstd.ts'
import type { OpenVolumes } from './read-volumes.ts'
import { unseal } from './unseal.ts'

export { fetchParts } from './fetch-parts.ts'
export { readVolumes } from './read-volumes.ts'

export interface PartOpening {
  /** Asked for only when the part is sealed. */
  readonly identities: Encryption['identities']
  readonly context: Pick<Context, 'signal' | 'programEnvironment'>
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
  const { signal, programEnvironment: environment } = opening.context
  const content = part.compression === 'zstd' ? decompress(packed, { signal, environment }) : packed
  return stopOnAbort(content, signal)
}

/** The parts of a backup as engines read them. */
export function partSource(manifest: Manifest, volumes: OpenVolumes, opening: PartOpening): PartSource {
  return {
    names: manifest.parts.map(({ name }) => name),
    requirements: manifest.requirements,
    open: async (name) => {
      const part = manifest.parts.find((candidate) => candidate.name === name)
      if (part === undefined) throw unknownPart(name)
      return openPart(part, volumes, opening)
    },
  }
}

function unknownPart(name: string): LifeboatError {
  return new LifeboatError({
    code: 'manifest-malformed',
    what: `the backup has no part ${name}`,
    fix: 'restore another backup',
  })
}

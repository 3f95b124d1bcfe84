import type { PartTree } from '../core/delegation.ts'
import type { PartSource } from '../core/engine.ts'
import { LifeboatError } from '../core/errors.ts'
import type { Manifest } from '../core/manifest.ts'
import { openPart, type PartOpening } from './open-part.ts'
import type { OpenVolumes } from './read-volumes.ts'

export { fetchParts } from './fetch-parts.ts'
export { openPart } from './open-part.ts'
export { readVolumes } from './read-volumes.ts'

export interface SourceOpening extends PartOpening {
  /** The delegated parts, where there are any. */
  readonly trees?: ReadonlyMap<string, PartTree>
}

/** The parts of a backup as engines read them. */
export function partSource(manifest: Manifest, volumes: OpenVolumes, opening: SourceOpening): PartSource {
  return {
    names: manifest.parts.map(({ name }) => name),
    requirements: manifest.requirements,
    ...(opening.trees === undefined || opening.trees.size === 0 ? {} : { trees: opening.trees }),
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

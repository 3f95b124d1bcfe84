import type { PartTree } from '../core/delegation.ts'
import type { PartSource } from '../core/engine.ts'
import { LifeboatError } from '../core/errors.ts'
import type { Manifest, Part } from '../core/manifest.ts'
import { openPart, pourPart, type PartOpening } from './open-part.ts'
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
    open: async (name) => openPart(partOf(manifest, name), volumes, opening),
    pour: async (name, output) => pourPart(partOf(manifest, name), { volumes, opening, output }),
  }
}

function partOf({ parts }: Manifest, name: string): Part {
  const part = parts.find((candidate) => candidate.name === name)
  if (part !== undefined) return part
  throw new LifeboatError({
    code: 'manifest-malformed',
    what: `the backup has no part ${name}`,
    fix: 'restore another backup',
  })
}

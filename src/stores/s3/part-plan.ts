import type { BlockPlan } from '../../runtime/blocks.ts'

const MIB = 2 ** 20
/** Volumes are cut so that no object grows past this. */
const MAX_OBJECT_BYTES = 32 * 2 ** 30
// Sealing adds a little to a full volume: a few parts are kept free.
const SPARE_PARTS = 8

export interface PartSettings {
  readonly partBytes: number
  readonly partsInFlight: number
  readonly maxParts: number
}

/**
 * Equal parts, large enough that 32 GiB fit into the parts that the service allows; some refuse unequal ones.
 * Larger parts mean fewer at a time, so that memory stays what was asked for.
 */
export function planParts(settings: PartSettings): BlockPlan {
  const needed = Math.ceil(MAX_OBJECT_BYTES / (settings.maxParts - SPARE_PARTS) / MIB) * MIB
  const blockBytes = Math.max(settings.partBytes, needed)
  const memory = settings.partBytes * (settings.partsInFlight + 1)
  return { blockBytes, blockCount: Math.max(2, Math.floor(memory / blockBytes)) }
}

import { createHash } from 'node:crypto'
import type { Fingerprint, InventoryItem } from '../../core/fingerprint.ts'

/** What says who may do what or how a server is set, rather than what the structure is. */
const NOT_STRUCTURE = new Set(['comment', 'database', 'grant', 'membership', 'role', 'setting'])

/** SHA-256 of the structure in its canonical form: independent of the client program and of the order of creation. */
export function schemaDigest(inventory: readonly InventoryItem[]): Fingerprint['schema'] {
  const hash = createHash('sha256')
  for (const item of inventory) {
    if (item.rule !== 'equal' || NOT_STRUCTURE.has(item.kind)) continue
    hash.update(JSON.stringify([item.kind, item.name, item.value]))
  }
  return { digest: hash.digest('hex'), method: 'catalog/1' }
}

import { createHash } from 'node:crypto'
import type { Fingerprint, InventoryItem } from '../../core/fingerprint.ts'
import type { Alias, CollectionInfo } from './collections.ts'
import { canonicalText } from './exact-json.ts'

/** Everything besides the points: the configuration of each collection, its payload indexes, and all aliases. */
export function inventoryOf(
  infos: ReadonlyMap<string, CollectionInfo>,
  aliases: readonly Alias[],
): readonly InventoryItem[] {
  const items = [
    ...[...infos].flatMap(([name, info]) => [
      item('collection', name, canonicalText(info.config)),
      ...Object.entries(indexesOf(info)).map(([field, index]) =>
        item('payload index', `${name}: ${field}`, canonicalText(index)),
      ),
    ]),
    ...aliases.map(({ name, collection }) => item('alias', name, collection)),
  ]
  return items.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
}

export function schemaDigest(inventory: readonly InventoryItem[]): Fingerprint['schema'] {
  const digest = createHash('sha256')
  for (const { kind, name, value } of inventory) digest.update(`${JSON.stringify([kind, name, value])}\n`)
  return { digest: digest.digest('hex'), method: 'collections/1' }
}

/** The payload indexes of a collection by field, without how many points each covers: that moves with every write. */
export function indexesOf(info: CollectionInfo): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  return Object.fromEntries(
    Object.entries(info.payload_schema).map(([field, index]) => [
      field,
      Object.fromEntries(Object.entries(index).filter(([key]) => key !== 'points')),
    ]),
  )
}

function item(kind: string, name: string, value: string): InventoryItem {
  return { kind, name, value, rule: 'equal' }
}

function keyOf({ kind, name }: InventoryItem): string {
  return `${kind} ${name}`
}

import type { InventoryItem } from '../../../core/fingerprint.ts'

/** Makes every key unique whatever the catalogs hold: what shares kind and name becomes one item with all the values. */
export function joinNamesakes(items: readonly InventoryItem[]): InventoryItem[] {
  const groups = Map.groupBy(items, ({ kind, name }) => JSON.stringify([kind, name]))
  return Array.from(groups.values(), (group) => {
    const values = group.map(({ value }) => value).sort()
    return { ...group[0], value: values.length === 1 ? values[0] : JSON.stringify(values) } as InventoryItem
  })
}

import { isId } from '../core/identifiers.ts'
import { KEYS } from '../core/manifest.ts'
import type { StoreReader } from '../core/store.ts'

/** Ids, newest first, of the records in a store from a time on: only the folders of that month and later ones are listed. */
export async function recordsSince(store: StoreReader, since: Date | undefined): Promise<readonly string[]> {
  const first = since?.toISOString().slice(0, 7) ?? ''
  const ids: string[] = []
  for await (const year of store.listFolders(KEYS.records())) {
    if (year < first.slice(0, 4)) continue
    for await (const month of store.listFolders(`${KEYS.records()}${year}/`)) {
      if (`${year}-${month}` < first) continue
      for await (const { key } of store.list(`${KEYS.records()}${year}/${month}/`)) ids.push(idOf(key))
    }
  }
  return ids.filter(isId).toSorted().toReversed()
}

function idOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1, -'.json'.length)
}

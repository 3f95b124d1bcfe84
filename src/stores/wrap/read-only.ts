import type { StoreReader } from '../../core/store.ts'
import { serverSide } from './server-side.ts'

/** A handle that cannot write, at run time either: what only looks gets nothing more. */
export function readOnly(store: StoreReader): StoreReader {
  return {
    name: store.name,
    location: store.location,
    list: (prefix) => store.list(prefix),
    listFolders: (prefix) => store.listFolders(prefix),
    read: (key, range) => store.read(key, range),
    head: (key) => store.head(key),
    ...serverSide(store),
    close: () => store.close(),
  }
}

// Generated from the folders of src/engines and src/stores by `npm run generate`: do not edit.
import type { Engine } from './core/engine.ts'
import type { OpenStore } from './core/store.ts'

/** What may stand under `connection:`, by engine. */
export const CONNECTION_SCHEMAS = {}

/** What may stand under `stores:`, by type. */
export const STORE_SCHEMAS = {}

export type EngineName = keyof typeof CONNECTION_SCHEMAS
export type StoreType = keyof typeof STORE_SCHEMAS

const ENGINES = {}

const STORES = {}

/** The engine of that name, with its libraries loaded only now. */
export function loadEngine(name: EngineName): Promise<Engine> {
  return ENGINES[name]()
}

/** What opens a store of that type, with its libraries loaded only now. */
export function loadStoreOpener(type: StoreType): Promise<OpenStore> {
  return STORES[type]()
}

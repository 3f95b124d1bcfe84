// Generated from the folders of src/engines and src/stores by `npm run generate`: do not edit.
import type { Engine } from './core/engine.ts'
import type { OpenStore } from './core/store.ts'
import { connectionSchema as clickhouseConnection } from './engines/clickhouse/config.ts'
import { connectionSchema as neo4jConnection } from './engines/neo4j/config.ts'
import { connectionSchema as postgresConnection } from './engines/postgres/config.ts'
import { connectionSchema as qdrantConnection } from './engines/qdrant/config.ts'
import { connectionSchema as redisConnection } from './engines/redis/config.ts'
import { storeSchema as filesystemStore } from './stores/filesystem/config.ts'
import { storeSchema as s3Store } from './stores/s3/config.ts'

/** What may stand under `connection:`, by engine. */
export const CONNECTION_SCHEMAS = {
  clickhouse: clickhouseConnection,
  neo4j: neo4jConnection,
  postgres: postgresConnection,
  qdrant: qdrantConnection,
  redis: redisConnection,
}

/** What may stand under `stores:`, by type. */
export const STORE_SCHEMAS = {
  filesystem: filesystemStore,
  s3: s3Store,
}

export type EngineName = keyof typeof CONNECTION_SCHEMAS
export type StoreType = keyof typeof STORE_SCHEMAS

const ENGINES = {
  clickhouse: async (): Promise<Engine> => (await import('./engines/clickhouse/index.ts')).engine,
  neo4j: async (): Promise<Engine> => (await import('./engines/neo4j/index.ts')).engine,
  postgres: async (): Promise<Engine> => (await import('./engines/postgres/index.ts')).engine,
  qdrant: async (): Promise<Engine> => (await import('./engines/qdrant/index.ts')).engine,
  redis: async (): Promise<Engine> => (await import('./engines/redis/index.ts')).engine,
}

const STORES = {
  filesystem: async (): Promise<OpenStore> => (await import('./stores/filesystem/index.ts')).openStore,
  s3: async (): Promise<OpenStore> => (await import('./stores/s3/index.ts')).openStore,
}

/** The engine of that name, with its libraries loaded only now. */
export function loadEngine(name: EngineName): Promise<Engine> {
  return ENGINES[name]()
}

/** What opens a store of that type, with its libraries loaded only now. */
export function loadStoreOpener(type: StoreType): Promise<OpenStore> {
  return STORES[type]()
}

import { createHash } from 'node:crypto'
import { LifeboatError } from '../../core/errors.ts'
import type { Fingerprint, FingerprintSpec, InventoryItem } from '../../core/fingerprint.ts'
import { openClient, type RedisClient, type RedisConnection } from './connection.ts'
import { keyspaces, readInfo, type Keyspace } from './info.ts'

export const KEYSPACE = 'keyspace'
const METHOD = 'debug-digest/1'

/**
 * The fingerprint of a server that loaded a dump. Its digest is the server's own DEBUG DIGEST: order-independent, over
 * all databases, and it holds whether a key expires but not when. The seed makes two backups' digests unlike.
 */
export async function fingerprint(connection: RedisConnection, spec: FingerprintSpec): Promise<Fingerprint> {
  const client = await openClient(connection)
  try {
    const info = await readInfo(client)
    const databases = keyspaces(info)
    const functions = await functionItems(client)
    return {
      format: 'lifeboat-fingerprint/1',
      engine: 'redis',
      comparableWithin: `redis ${info.get('redis_version')?.split('.')[0] ?? 'unknown'}`,
      origin: 'artifact',
      seed: spec.seed,
      coverage: { kind: 'exact' },
      datasets: [
        {
          name: KEYSPACE,
          kind: 'keyspace',
          count: databases.reduce((sum, { keys }) => sum + keys, 0),
          digest: hash(`${spec.seed} ${await keyspaceDigest(client)}`),
          method: METHOD,
          rule: 'equal',
        },
      ],
      leftOut: [],
      inventory: spec.only === undefined ? [...databases.map(databaseItem), ...functions] : [],
      schema: {
        digest: hash(functions.map(({ name, value }) => `${name} ${value}`).join('\n')),
        method: 'functions/1',
      },
    }
  } finally {
    client.destroy()
  }
}

function databaseItem({ name, keys, expires }: Keyspace): InventoryItem {
  return { kind: 'database', name, value: `${keys} keys, ${expires} that expire`, rule: 'equal' }
}

async function keyspaceDigest(client: RedisClient): Promise<string> {
  const digest: unknown = await client.sendCommand(['DEBUG', 'DIGEST'])
  if (typeof digest === 'string' && /^[0-9a-f]{40}$/.test(digest)) return digest
  throw new LifeboatError({
    code: 'fingerprint-malformed',
    what: 'redis answered DEBUG DIGEST with something that is no digest',
  })
}

async function functionItems(client: RedisClient): Promise<readonly InventoryItem[]> {
  const libraries = await client.functionListWithCode()
  return libraries
    .map((library): InventoryItem => ({
      kind: 'function library',
      name: library.library_name ?? '',
      value: hash(library.library_code ?? ''),
      rule: 'equal',
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

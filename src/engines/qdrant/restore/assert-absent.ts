import { LifeboatError } from '../../../core/errors.ts'
import type { QdrantClient } from '../client.ts'
import { listAliases, listCollections } from '../collections.ts'
import { addressOf } from '../connection.ts'
import type { Catalogue } from '../parts.ts'

/**
 * The server overwrites a collection of the same name without a word, and the one behind an alias too. Throws
 * `destination-not-empty` when any name of the backup is taken.
 */
export async function assertAbsent(client: QdrantClient, { collections, aliases }: Catalogue): Promise<void> {
  const wanted = new Set([...collections, ...aliases].map(({ name }) => name))
  const taken = [
    ...(await listCollections(client)),
    ...(await listAliases(client)).map(({ name }) => name),
  ].filter((name) => wanted.has(name))
  if (taken.length === 0) return
  throw new LifeboatError({
    code: 'destination-not-empty',
    what: `${addressOf(client.connection)} has collections or aliases of the same names: a restore never goes over data`,
    why: taken.map((name) => JSON.stringify(name)).join(', '),
    fix: 'restore into an empty server; once checked, move your clients or copy from there',
  })
}

import type { ServerIdentity } from '../../core/engine.ts'
import type { QdrantClient } from './client.ts'
import { readCluster } from './cluster.ts'
import { listCollections, readShards } from './collections.ts'
import { addressOf } from './connection.ts'
import { readVersion } from './version.ts'

/**
 * A server is known by its peer id, a cluster by the smallest of its peers' ids. A server without a cluster tells its id
 * with a collection only: an empty one is known by its address.
 */
export async function identify(client: QdrantClient): Promise<ServerIdentity> {
  const version = await readVersion(client)
  const address = addressOf(client.connection)
  const cluster = await readCluster(client)
  if (typeof cluster === 'object')
    return { version, id: `peer ${[...cluster.peers.keys()].sort()[0] ?? cluster.own}`, address }
  const [first] = await listCollections(client)
  const id = first === undefined ? `empty ${address}` : `peer ${(await readShards(client, first)).peerId}`
  return { version, id, address }
}

import { z } from 'zod'
import { LifeboatError } from '../../core/errors.ts'
import type { QdrantClient } from './client.ts'
import type { Peer } from './connection.ts'
import { plainText } from './exact-json.ts'
import { statusOf } from './server-error.ts'

const peerSchema = z.object({ uri: z.string() })
const clusterSchema = z.union([
  z.object({
    status: z.literal('enabled'),
    peer_id: z.unknown().transform(plainText),
    peers: z.record(z.string(), peerSchema),
  }),
  z.object({ status: z.string() }),
])

/** The peers of a cluster by their ids, with the REST addresses that follow from what they tell each other. */
export interface Cluster {
  readonly own: string
  readonly peers: ReadonlyMap<string, Peer>
}

/** `standalone` without a cluster; `hidden` when this key may not look at it. */
export async function readCluster(client: QdrantClient): Promise<Cluster | 'standalone' | 'hidden'> {
  try {
    const answer = clusterSchema.parse(
      await client.call({ method: 'GET', path: '/cluster', what: 'list the peers of the cluster' }),
    )
    if (!('peers' in answer)) return 'standalone'
    const { port } = client.connection
    const peers = Object.entries(answer.peers).map(
      ([id, { uri }]) => [id, { host: new URL(uri).hostname, port }] as const,
    )
    return { own: answer.peer_id, peers: new Map(peers) }
  } catch (error) {
    if (statusOf(error) === 403 && error instanceof LifeboatError && error.code === 'privilege-missing') {
      return 'hidden'
    }
    throw error
  }
}

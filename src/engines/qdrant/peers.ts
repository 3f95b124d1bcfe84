import type { EngineContext } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import { openClient, type QdrantClient } from './client.ts'
import { readCluster } from './cluster.ts'
import { addressOf, type Peer, type QdrantConnection } from './connection.ts'

/** A server, and the other peers of its cluster once they are asked for. */
export interface Peers extends AsyncDisposable {
  readonly client: QdrantClient
  /** Throws `server-unreachable` for a peer whose address is not known. */
  of(peerId: string): Promise<QdrantClient>
}

export async function openPeers(connection: QdrantConnection, context: EngineContext): Promise<Peers> {
  const open = new AsyncDisposableStack()
  const client = open.use(await openClient(connection, context))
  const found = new Map<string, QdrantClient>()
  const meet = async (): Promise<void> => {
    const cluster = await readCluster(client)
    if (typeof cluster === 'string') return
    found.set(cluster.own, client)
    for (const peer of connection.peers ?? [...cluster.peers.values()]) {
      const other = open.use(await openClient(elsewhere(connection, peer), context))
      // The address a peer answers at is not always the one it tells others; only its own word counts.
      const answer = await readCluster(other)
      if (typeof answer === 'object' && !found.has(answer.own)) found.set(answer.own, other)
    }
  }
  return {
    client,
    of: async (peerId) => {
      if (found.size === 0) await meet()
      return found.get(peerId) ?? unknownPeer(peerId, found)
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

/** The same key at another peer, whose certificate must be its own. */
function elsewhere(connection: QdrantConnection, { host, port }: Peer): QdrantConnection {
  return { ...connection, host, port }
}

function unknownPeer(peerId: string, found: ReadonlyMap<string, QdrantClient>): never {
  const known = [...found].map(([id, { connection }]) => `${id} at ${addressOf(connection)}`)
  throw new LifeboatError({
    code: 'server-unreachable',
    what: `peer ${peerId} of the cluster holds shards, and no REST address leads to it`,
    why: known.length === 0 ? 'this key may not list the peers' : `found were ${known.join(', ')}`,
    fix: 'write the REST addresses of all peers under connection.peers',
  })
}

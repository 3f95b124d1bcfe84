import type { Needed } from './access.ts'
import type { Exchange, Reply } from './exchange.ts'
import * as collections from './routes-collections.ts'
import * as points from './routes-points.ts'
import * as snapshots from './routes-snapshots.ts'

/** A path with `:names`, who may ask, and what answers. */
export interface Route {
  readonly method: string
  readonly pattern: string
  readonly needs: Needed['kind']
  /** Errors of downloads and of uploads that may not be are text. */
  readonly plain?: true
  readonly answer: (exchange: Exchange) => Promise<Reply>
}

const text = (body: string) => async (): Promise<Reply> => ({ body, type: 'text/plain; charset=utf-8' })

async function root({ settings }: Exchange): Promise<Reply> {
  const title = 'qdrant - vector search engine (a stand-in that replays recordings)'
  return { body: JSON.stringify({ title, version: settings.version, commit: '' }), type: 'application/json' }
}

const COLLECTION = '/collections/:name'
const SHARD = `${COLLECTION}/shards/:shard`

const ROUTES: readonly Route[] = [
  { method: 'GET', pattern: '/', needs: 'open', answer: root },
  { method: 'GET', pattern: '/healthz', needs: 'open', answer: text('healthz check passed') },
  { method: 'GET', pattern: '/livez', needs: 'open', answer: text('healthz check passed') },
  { method: 'GET', pattern: '/readyz', needs: 'open', answer: text('all shards are ready') },
  // Keys of some collections are shown those.
  { method: 'GET', pattern: '/collections', needs: 'open', answer: collections.listCollections },
  { method: 'GET', pattern: '/aliases', needs: 'open', answer: collections.listAliases },
  { method: 'GET', pattern: '/cluster', needs: 'look', answer: collections.describeCluster },
  { method: 'GET', pattern: '/snapshots', needs: 'look', answer: async () => ({ result: [] }) },
  { method: 'POST', pattern: '/collections/aliases', needs: 'manage', answer: collections.changeAliases },
  { method: 'PUT', pattern: COLLECTION, needs: 'manage', answer: collections.createCollection },
  { method: 'GET', pattern: COLLECTION, needs: 'read', answer: collections.describeCollection },
  { method: 'PATCH', pattern: COLLECTION, needs: 'manage', answer: collections.changeCollection },
  { method: 'DELETE', pattern: COLLECTION, needs: 'manage', answer: collections.deleteCollection },
  { method: 'GET', pattern: `${COLLECTION}/exists`, needs: 'read', answer: collections.collectionExists },
  { method: 'GET', pattern: `${COLLECTION}/aliases`, needs: 'read', answer: collections.listAliases },
  { method: 'GET', pattern: `${COLLECTION}/cluster`, needs: 'read', answer: collections.describeShards },
  { method: 'PUT', pattern: `${COLLECTION}/index`, needs: 'write', answer: collections.createIndex },
  {
    method: 'DELETE',
    pattern: `${COLLECTION}/index/:field`,
    needs: 'write',
    answer: collections.deleteIndex,
  },
  { method: 'PUT', pattern: `${COLLECTION}/points`, needs: 'write', answer: points.upsertPoints },
  { method: 'POST', pattern: `${COLLECTION}/points`, needs: 'read', answer: points.getPoints },
  { method: 'POST', pattern: `${COLLECTION}/points/delete`, needs: 'write', answer: points.deletePoints },
  { method: 'POST', pattern: `${COLLECTION}/points/payload`, needs: 'write', answer: points.setPayload },
  { method: 'PUT', pattern: `${COLLECTION}/points/payload`, needs: 'write', answer: points.overwritePayload },
  { method: 'PUT', pattern: `${COLLECTION}/points/vectors`, needs: 'write', answer: points.changeVectors },
  { method: 'POST', pattern: `${COLLECTION}/points/scroll`, needs: 'read', answer: points.scroll },
  { method: 'POST', pattern: `${COLLECTION}/points/count`, needs: 'read', answer: points.count },
  {
    method: 'POST',
    pattern: `${COLLECTION}/snapshots/upload`,
    needs: 'manage',
    plain: true,
    answer: snapshots.uploadSnapshot,
  },
  {
    method: 'POST',
    pattern: `${SHARD}/snapshots/upload`,
    needs: 'manage',
    plain: true,
    answer: snapshots.uploadSnapshot,
  },
  { method: 'GET', pattern: `${SHARD}/snapshot`, needs: 'write', plain: true, answer: snapshots.streamShard },
  ...[COLLECTION, SHARD].flatMap((subject): readonly Route[] => [
    { method: 'POST', pattern: `${subject}/snapshots`, needs: 'write', answer: snapshots.createSnapshot },
    { method: 'GET', pattern: `${subject}/snapshots`, needs: 'read', answer: snapshots.listSnapshots },
    {
      method: 'GET',
      pattern: `${subject}/snapshots/:snapshot`,
      needs: 'read',
      plain: true,
      answer: snapshots.downloadSnapshot,
    },
    {
      method: 'DELETE',
      pattern: `${subject}/snapshots/:snapshot`,
      needs: 'write',
      answer: snapshots.deleteSnapshot,
    },
  ]),
]

/** The route of a request, with the decoded names of its path. */
export function findRoute(
  method: string,
  pathname: string,
): { readonly route: Route; readonly path: Readonly<Record<string, string>> } | undefined {
  const parts = pathname.split('/')
  for (const route of ROUTES) {
    const wanted = route.pattern.split('/')
    if (route.method !== method || wanted.length !== parts.length) continue
    if (!wanted.every((one, at) => one.startsWith(':') || one === parts[at])) continue
    const named = wanted.flatMap((one, at) =>
      one.startsWith(':') ? [[one.slice(1), decodeURIComponent(parts[at] ?? '')] as const] : [],
    )
    return { route, path: Object.fromEntries(named) }
  }
  return undefined
}

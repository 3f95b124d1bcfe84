import { setTimeout as sleep } from 'node:timers/promises'
import { Secret } from '../../../src/core/secret.ts'
import type { QdrantConnection } from '../../../src/engines/qdrant/connection.ts'
import { engine } from '../../../src/engines/qdrant/index.ts'
import { listSnapshots } from '../../../src/engines/qdrant/snapshots/snapshot-calls.ts'
import { openClient } from '../../../src/engines/qdrant/client.ts'
import { putQdrantOnPath } from '../../support/engines/qdrant/program-on-path.ts'
import { rest } from '../../support/engines/qdrant/rest.ts'
import { fillMany, fillZoo, ZOO } from '../../support/engines/qdrant/zoo.ts'
import { startQdrant } from '../../support/servers/qdrant/start.ts'
import { describeEngine } from './engine-contract.ts'
import type { EngineSource, Mutation } from './engine-fixture.ts'

const KEY = 'kept-out-of-everything'
const MANY = 4000

await putQdrantOnPath()

const POINTS = '/collections/cosine/points'

const MUTATIONS: Readonly<Record<string, readonly [Parameters<typeof rest>[1], unknown]>> = {
  'the last digit of a large integer': [
    ['POST', `${POINTS}/payload?wait=true`],
    '{"points":[9007199254740993],"payload":{"largest":18446744073709551613}}',
  ],
  'an integer made a float': [
    ['POST', `${POINTS}/payload?wait=true`],
    '{"points":[18446744073709551615],"payload":{"integer":1.0}}',
  ],
  'a sign of zero': [
    ['POST', `${POINTS}/payload?wait=true`],
    '{"points":[18446744073709551615],"payload":{"minusZero":0.0}}',
  ],
  'null made an empty text': [
    ['POST', `${POINTS}/payload?wait=true`],
    '{"points":[1],"payload":{"null":""}}',
  ],
  'one number of a vector': [
    ['PUT', '/collections/euclid/points/vectors?wait=true'],
    '{"points":[{"id":1,"vector":[0.1,0.20000002]}]}',
  ],
  'one vector of several': [
    ['PUT', '/collections/emoji-😀 näme/points/vectors?wait=true'],
    '{"points":[{"id":0,"vector":{"text":[0.5,0.5]}}]}',
  ],
  'an index of a sparse vector': [
    ['PUT', '/collections/emoji-😀 näme/points/vectors?wait=true'],
    '{"points":[{"id":0,"vector":{"bm25":{"indices":[7,3,4294967294],"values":[0.1,0.2,0.3]}}}]}',
  ],
  'rows of a multivector in another order': [
    ['PUT', '/collections/multi/points/vectors?wait=true'],
    '{"points":[{"id":1,"vector":[[3,4],[1,2]]}]}',
  ],
  'a removed point': [['POST', `${POINTS}/delete?wait=true`], '{"points":[0]}'],
  'a point in the empty collection': [
    ['PUT', '/collections/empty/points?wait=true'],
    '{"points":[{"id":1,"vector":[0,0]}]}',
  ],
  'a moved alias': [
    ['POST', '/collections/aliases'],
    {
      actions: [
        { delete_alias: { alias_name: 'prod' } },
        { create_alias: { alias_name: 'prod', collection_name: 'euclid' } },
      ],
    },
  ],
  'a removed payload index': [['DELETE', '/collections/cosine/index/integer?wait=true'], undefined],
  'a changed setting': [
    ['PATCH', '/collections/euclid'],
    { optimizers_config: { indexing_threshold: 20_001 } },
  ],
  'a removed collection': [['DELETE', '/collections/halves'], undefined],
}

describeEngine<QdrantConnection>({ name: 'qdrant', engine, start })

async function start(): Promise<EngineSource<QdrantConnection>> {
  const server = await startQdrant({ apiKey: KEY })
  const connection = { host: server.host, port: server.port, apiKey: new Secret(KEY) }
  await fillZoo(connection)
  await fillMany(connection, MANY)
  return {
    connection,
    refused: { ...connection, apiKey: new Secret('not-the-key') },
    absent: { ...connection, port: 1 },
    secrets: [KEY, 'not-the-key'],
    mutations: Object.entries(MUTATIONS).map(([name, [call, body]]): Mutation<QdrantConnection> => ({
      name,
      run: async (copy) => void (await rest(copy, call, body)),
    })),
    write: (signal) => write(connection, signal),
    leftovers: () => snapshotsOf(connection),
    question: {
      text: '{"collection": "many", "count": {"must": [{"key": "kind", "match": {"value": "k3"}}]}}',
      answer: String(Math.floor((MANY + 3) / 7)),
    },
    keys: {
      question: '{"collection": "many", "field": "number", "filter": {"must": [{"has_id": [1, 2, 3]}]}}',
      answer: ['1', '2', '3'],
    },
    rules: {
      counted: [
        [{ kind: 'count', dataset: 'many' }, MANY],
        [{ kind: 'notNull', dataset: 'many', columns: ['number', 'kind'] }, 0],
        [{ kind: 'notNull', dataset: 'many', columns: ['absent'] }, MANY],
      ],
      unsupported: [
        { kind: 'unique', dataset: 'many', columns: ['number'] },
        {
          kind: 'references',
          dataset: 'many',
          columns: ['number'],
          to: { dataset: 'many', columns: ['kind'] },
        },
      ],
    },
    writes: ['{"collection": "many", "delete": {}}', '{"collection": "many/points/delete", "count": {}}'],
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

/** One point after another changes, is added and removed; most parts of the collection stand still while it is read. */
async function write(connection: QdrantConnection, signal: AbortSignal): Promise<void> {
  for (let round = 0; !signal.aborted; round += 1) {
    const points = [{ id: round % 10, vector: Array.from({ length: 8 }, () => round), payload: { round } }]
    await rest(connection, ['PUT', '/collections/many/points?wait=true'], { points })
    await rest(connection, ['POST', '/collections/many/points/delete?wait=true'], {
      points: [20 + (round % 10)],
    })
    await sleep(5)
  }
}

async function snapshotsOf(connection: QdrantConnection): Promise<readonly string[]> {
  await using client = await openClient(connection, { signal: new AbortController().signal })
  const all = await Promise.all([...ZOO, 'many'].map((collection) => listSnapshots(client, { collection })))
  return all.flat().map(({ name }) => name)
}

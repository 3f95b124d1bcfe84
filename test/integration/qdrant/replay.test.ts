import { afterAll, beforeAll, expect, it } from 'vitest'
import { comparable, firstDifference, vectorsDiffer } from '../../support/servers/qdrant/comparable.ts'
import { readExchanges, type Exchange } from '../../support/servers/qdrant/recordings.ts'
import { KEYS, Replayer, type Answer } from '../../support/servers/qdrant/replay.ts'
import { startQdrant, type StartedQdrant } from '../../support/servers/qdrant/start.ts'
import { findFreePort } from '../../support/servers/free-port.ts'

/** What the stand-in does not model, and why; everything else must be answered as it was recorded. */
const NOT_MODELLED: readonly { readonly names: RegExp; readonly count: number; readonly because: string }[] =
  [
    { names: /^005_/, count: 1, because: 'nothing asks for telemetry' },
    {
      names: /^10[4-7]_full_snap/,
      count: 4,
      because: 'snapshots of the whole storage are not used: only a start restores them',
    },
    {
      names: /^15[35678]_B_/,
      count: 5,
      because: 'the server merges a snapshot into what exists; the engine refuses what exists',
    },
    { names: /^16[3-7]_B_recover/, count: 5, because: 'nothing is restored from a URL' },
    {
      names: /^3(3[89]|4\d)_big|^34[89]_big/,
      count: 12,
      because: 'the 100,000 points are not part of the recordings',
    },
    {
      names: /_B_shard_upload_truncated_st/,
      count: 18,
      because: 'they cut files of the real format at places that the other format does not have',
    },
    { names: /_B_upload_cut_at_member_/, count: 16, because: 'likewise' },
    { names: /^376_F_|^39[67]_G_/, count: 3, because: 'servers started in other ways' },
    {
      names: /^398_/,
      count: 1,
      because: 'the server closes the connection while 33 MiB are being sent, so the answer may be lost',
    },
    { names: /^40[0-6]_/, count: 7, because: 'servers of other versions' },
  ]

/** What happened on the recorded servers between the exchanges. */
const BETWEEN: Readonly<Record<string, readonly (readonly [string, string, string, string?])[]>> = {
  '146_B_collections_after_restore': ['bitflip', 'trunc_minus1', 'trunc_minus512', 'trunc_minus1024'].map(
    (name) => ['6433', 'DELETE', `/collections/${name}`] as const,
  ),
  '154_B_upload_existing_shardnumber': [
    ['6433', 'PUT', '/collections/other2', '{"vectors":{"size":16,"distance":"Dot"}}'],
  ],
  '160_B_upload_into_alias': [
    ['6433', 'PUT', '/collections/aliased', '{"vectors":{"size":4,"distance":"Dot"}}'],
    [
      '6433',
      'POST',
      '/collections/aliases',
      '{"actions":[{"create_alias":{"collection_name":"aliased","alias_name":"al"}}]}',
    ],
  ],
  '168_B_shard_upload_plain128.shard0.stream': [
    ['6433', 'PUT', '/collections/shardres', '{"vectors":{"size":128,"distance":"Cosine"}}'],
  ],
  '210_C_ro_collections': [
    ['6533', 'PUT', '/collections/hid', '{"vectors":{"size":4,"distance":"Dot"}}'],
    [
      '6533',
      'POST',
      '/collections/aliases',
      '{"actions":[{"create_alias":{"collection_name":"sec","alias_name":"al"}}]}',
    ],
  ],
  '242_C_bearer_rw_collections': [
    ['6533', 'PUT', '/collections/new_rw', '{"vectors":{"size":4,"distance":"Dot"}}'],
  ],
  '258_C_jwt_global_r_collections': [
    ['6533', 'PUT', '/collections/new_bearer_rw', '{"vectors":{"size":4,"distance":"Dot"}}'],
  ],
}

let servers: Readonly<Record<string, StartedQdrant>>
let ports: Readonly<Record<string, number>>

beforeAll(async () => {
  const second = await findFreePort()
  const only = { only: 'stand-in' } as const
  servers = {
    A: await startQdrant(only),
    B: await startQdrant(only),
    C: await startQdrant({ ...only, apiKey: KEYS.all, readOnlyApiKey: KEYS.readOnly }),
    D: await startQdrant({ ...only, standIn: { QDRANT_STAND_IN_PEERS: String(second) } }),
  }
  const portOf = (name: string): number => servers[name]?.port ?? 0
  ports = {
    '6333': portOf('A'),
    '6433': portOf('B'),
    '6533': portOf('C'),
    '6633': portOf('D'),
    '6733': second,
  }
})
afterAll(async () => {
  for (const server of Object.values(servers ?? {})) await server[Symbol.asyncDispose]()
})

it('answers what was recorded as the real server did', async () => {
  const exchanges = await readExchanges()
  const left = NOT_MODELLED.map(({ names }) => exchanges.filter(({ name }) => names.test(name)).length)
  expect(left).toEqual(NOT_MODELLED.map(({ count }) => count))
  const modelled = exchanges.filter(({ name }) => !NOT_MODELLED.some(({ names }) => names.test(name)))
  const replayer = new Replayer(ports)
  const different: string[] = []
  for (const exchange of modelled) {
    await prepare(replayer, exchange.name)
    const difference = differenceOf(exchange, await replayer.replay(exchange))
    if (difference !== undefined) different.push(`${exchange.name}: ${difference}`)
  }
  expect(different).toEqual([])
  expect(modelled.length + left.reduce((sum, count) => sum + count, 0)).toBe(414)
})

async function prepare(replayer: Replayer, name: string): Promise<void> {
  for (const [server, method, path, body] of BETWEEN[name] ?? []) {
    const headers = { 'content-type': 'application/json', 'api-key': '' }
    await replayer.send({ name: '', server, method, path, headers, ...(body === undefined ? {} : { body }) })
  }
  if (name !== '081_snap_list_after_3_concurrent') return
  await replayer.untilNextSecond('6333named')
  const create = {
    name: '',
    server: '6333',
    method: 'POST',
    path: '/collections/named/snapshots?wait=true',
    headers: {},
  }
  await Promise.all([replayer.send(create), replayer.send(create), replayer.send(create)])
}

function differenceOf(exchange: Exchange, answer: Answer): string | undefined {
  // Bodies of downloads were not kept; what the server streams has no length.
  const isFile = exchange.text === undefined
  const text = isFile ? '' : answer.body.toString('utf8')
  const recorded = comparable({
    status: exchange.status,
    headers: exchange.answer,
    text: exchange.text ?? '',
  })
  const replayed = comparable({ status: answer.status, headers: answer.headers, text })
  return firstDifference(replayed, recorded, '') ?? vectorsDiffer(text, exchange.text ?? '')
}

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonicalText, parseExact } from '../../../../src/engines/qdrant/exact-json.ts'
import { destination } from '../../../../src/engines/qdrant/destination.ts'
import { connect } from '../../../../src/engines/qdrant/connection.ts'
import { atEndpoint, endpoint } from '../../../../src/engines/qdrant/endpoint.ts'
import { violations } from '../../../../src/engines/qdrant/integrity.ts'
import { bucketsOf, methodOf } from '../../../../src/engines/qdrant/points/method.ts'
import { planSnapshots } from '../../../../src/engines/qdrant/snapshots/plan-snapshots.ts'
import { mayBeNoted } from '../../../../src/engines/qdrant/snapshots/snapshot-note.ts'
import { parseKeysQuestion, parseQuestion, valueAt } from '../../../../src/engines/qdrant/question.ts'
import { engine } from '../../../../src/engines/qdrant/index.ts'
import { Secret } from '../../../../src/core/secret.ts'

const replica = (shard: number, peerId: string, state = 'Active') => ({ shard, peerId, state })

const reveal = async (): Promise<Secret> => new Secret('revealed')

it('writes down any set of buckets in a method and reads it back', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 63 })), (moved) => {
      const still = Array.from({ length: 64 }, (_, bucket) => bucket).filter(
        (bucket) => !moved.includes(bucket),
      )
      expect(bucketsOf(methodOf(still))).toEqual(still)
    }),
  )
  expect(methodOf(bucketsOf(undefined))).toBe('points/1')
  expect(methodOf(bucketsOf('points/1').filter((bucket) => bucket !== 3 && bucket !== 17))).toBe(
    'points/1 of 64 without 3,17',
  )
  expect(() => bucketsOf('points/2')).toThrow(/does not know/)
})

it('keeps every digit of JSON', () => {
  const text =
    '{"a":18446744073709551615,"b":-9223372036854775808,"c":1.0,"d":-0.0,"e":1e+20,"f":[0.1,null,true],"g":"x"}'
  expect(canonicalText(parseExact(text))).toBe(
    '{"a":18446744073709551615,"b":-9223372036854775808,"c":1.0,"d":-0.0,"e":100000000000000000000.0,"f":[0.1,null,true],"g":"x"}',
  )
})

it('takes whole snapshots from a server that has every shard, and shards from where they are active', () => {
  const whole = { peerId: 'a', count: 2, replicas: [replica(0, 'a'), replica(1, 'a'), replica(1, 'b')] }
  expect(planSnapshots('c', whole)).toEqual([{ peerId: 'a' }])
  const apart = {
    peerId: 'a',
    count: 2,
    replicas: [replica(0, 'a'), replica(0, 'b'), replica(1, 'b', 'Dead'), replica(1, 'c')],
  }
  expect(planSnapshots('c', apart)).toEqual([
    { shard: 0, peerId: 'a' },
    { shard: 1, peerId: 'c' },
  ])
})

it.each([
  [
    'a shard whose replicas are not active',
    { peerId: 'a', count: 1, replicas: [{ shard: 0, peerId: 'a', state: 'Partial' }] },
  ],
  ['a server that holds no shard at all', { peerId: 'a', count: 1, replicas: [] }],
  [
    'a shard that lies nowhere',
    { peerId: 'a', count: 2, replicas: [{ shard: 0, peerId: 'a', state: 'Active' }] },
  ],
])('never accepts %s', (_name, shards) => {
  expect(() => planSnapshots('c', shards)).toThrow(/not every shard/)
})

it('recognises its own snapshot by the second in its name, and no other', () => {
  const askedAtMs = Date.UTC(2026, 10, 21, 9, 17, 54)
  const note = {
    runId: 'r',
    server: 's',
    collection: 'c',
    before: ['c-1-2026-11-21-09-17-54.snapshot'],
    askedAtMs,
  }
  expect(mayBeNoted('c-1-2026-11-21-09-17-55.snapshot', note)).toBe(true)
  for (const other of [
    'c-1-2026-11-21-09-17-54.snapshot',
    'c-1-2026-11-21-09-17-53.snapshot',
    'c-1-2026-11-21-09-17-57.snapshot',
    'nightly.snapshot',
  ]) {
    expect(mayBeNoted(other, note)).toBe(false)
  }
  const named = { ...note, name: 'c-1-2026-11-21-09-17-54.snapshot' }
  expect(mayBeNoted('c-1-2026-11-21-09-17-54.snapshot', named)).toBe(true)
  expect(mayBeNoted('c-1-2026-11-21-09-17-55.snapshot', named)).toBe(false)
})

it('reads a destination and refuses what is none', () => {
  expect(destination(undefined, 'https://:k%40y@db.example:7000')).toMatchObject({
    host: 'db.example',
    port: 7000,
    tls: {},
  })
  expect(destination(undefined, 'https://:k%40y@db.example').apiKey?.reveal()).toBe('k@y')
  expect(destination(undefined, 'https://db.example:443').port).toBe(443)
  const own = destination(undefined, 'https://:k@db.example:443?caFile=/etc/ca.crt')
  expect(own).toMatchObject({ port: 443, tls: { caFile: '/etc/ca.crt' } })
  expect(destination(undefined, 'https://db.example?caFile=/etc/ca:7').port).toBe(6333)
  expect(destination(undefined, 'http://[::1]')).toEqual({ host: '::1', port: 6333 })
  for (const into of [
    'orders',
    'ftp://db.example',
    'http://db.example/orders',
    'http://db.example/?a=1',
    'http://a%0Ab@db.example',
    'http://:%zz@db.example',
  ]) {
    expect(() => destination(undefined, into)).toThrow(/destination/)
  }
})

it('encrypts to every server but those of this computer, unless told otherwise', async () => {
  const tlsOf = async (written: object) => (await connect({ port: 6333, ...written }, reveal)).tls
  expect(await tlsOf({ host: 'db.example' })).toEqual({})
  expect(await tlsOf({ host: '127.0.0.1' })).toBeUndefined()
  expect(await tlsOf({ host: '127.0.0.1', tls: { caFile: 'ca.crt' } })).toEqual({ caFile: 'ca.crt' })
  expect(await tlsOf({ host: 'db.example', tls: { mode: 'disable' } })).toBeUndefined()
  await expect(connect({ host: '' }, reveal)).rejects.toMatchObject({ code: 'config-invalid' })
})

it('asks for the written name at the near end of a tunnel', async () => {
  const connection = await connect({ host: 'db.example', apiKey: { env: 'KEY' } }, reveal)
  expect(endpoint(connection)).toEqual({ host: 'db.example', port: 6333 })
  const near = atEndpoint(connection, { host: '127.0.0.1', port: 4000 })
  expect(near).toMatchObject({ host: '127.0.0.1', port: 4000, tls: { serverName: 'db.example' } })
  expect(atEndpoint(near, { host: '::1', port: 1 }).tls?.serverName).toBe('db.example')
})

it('understands its questions only', () => {
  expect(parseQuestion('{"collection":"c","count":{}}')).toEqual({ collection: 'c', count: {} })
  expect(parseKeysQuestion('{"collection":"c"}')).toEqual({ collection: 'c' })
  for (const text of ['', '{}', '{"collection":""}', '{"collection":"c","count":{},"more":1}', 'select 1']) {
    expect(() => parseQuestion(text)).toThrow(/question/)
  }
})

it('finds values of a payload by their path', () => {
  const payload = { a: { b: 1, 'c.d': 2 }, 'a.b': 3 }
  expect([valueAt(payload, 'a.b'), valueAt(payload, 'a.c.d'), valueAt(payload, 'a.x')]).toEqual([
    3,
    2,
    undefined,
  ])
})

it('turns rules into questions, with nothing of a rule but its names', () => {
  expect(violations({ kind: 'count', dataset: 'c"' })).toBe(String.raw`{"collection":"c\"","count":{}}`)
  const notNull = JSON.parse(violations({ kind: 'notNull', dataset: 'c', columns: ['a"b'] })) as unknown
  expect(notNull).toEqual({
    collection: 'c',
    count: { should: [{ is_empty: { key: 'a"b' } }, { is_null: { key: 'a"b' } }] },
  })
  expect(() => violations({ kind: 'unique', dataset: 'c', columns: ['a'] })).toThrow(/cannot answer/)
})

it('wants a server of the same minor version and at least the same patch', () => {
  const { accepts, image } = engine.server.need('1.19.1+replayed')
  expect(
    ['qdrant 1.19.1', 'qdrant 1.19.2+x', 'qdrant 1.19.0', 'qdrant 1.20.1', 'qdrant 1.18.9', 'other'].map(
      accepts,
    ),
  ).toEqual([true, true, false, false, false, false])
  expect(image).toBe('qdrant/qdrant:v1.19.1')
})

import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { engine } from '../../../src/engines/qdrant/index.ts'
import { openScene } from '../../support/engines/qdrant/scene.ts'
import { rest } from '../../support/engines/qdrant/rest.ts'
import { fillMany } from '../../support/engines/qdrant/zoo.ts'

test('TLS with an authority of its own, and through the near end of a tunnel', async () => {
  await using scene = await openScene({ tls: true })
  const { connection, server } = scene
  const probe = (to: typeof connection) => engine.probe(to, scene.context)
  expect((await probe(connection)).identity.version).toMatch(/^\d+\.\d+\.\d+/)
  const named = engine.atEndpoint(
    { ...connection, host: 'localhost' },
    { host: server.host, port: server.port },
  )
  expect((await probe(named)).identity.address).toBe(`${server.host}:${server.port}`)
  const elsewhere = { ...connection, tls: { ...connection.tls, serverName: 'db.example' } }
  await expect(probe(elsewhere)).rejects.toMatchObject({ code: 'server-unreachable' })
  const stranger = { ...connection, tls: { caFile: server.tls?.strangerCaFile ?? '' } }
  await expect(probe(stranger)).rejects.toMatchObject({ code: 'server-unreachable' })
  await expect(probe({ ...connection, tls: { caFile: '/nowhere' } })).rejects.toMatchObject({
    code: 'config-invalid',
  })
})

const ofTheLast = (field: string): string =>
  `{"collection":"many","field":"${field}","filter":{"must":[{"has_id":[18446744073709551615]}]}}`

test('keys are streamed, exact, and questions that cannot be answered say why', async () => {
  await using scene = await openScene()
  const { connection, context } = scene
  await fillMany(connection, 3000)
  const body =
    '{"points":[{"id":18446744073709551615,"vector":[1,2,3,4,5,6,7,8],"payload":{"sku":"a","big":9007199254740993}}]}'
  await rest(connection, ['PUT', '/collections/many/points?wait=true'], body)
  const keysOf = async (question: object): Promise<readonly string[]> =>
    Readable.from(engine.keys(connection, JSON.stringify(question), context)).toArray()
  const ids = await keysOf({ collection: 'many' })
  expect(ids).toHaveLength(3001)
  expect(ids.at(-1)).toBe('18446744073709551615')
  const filter = { must: [{ key: 'sku', match: { value: 'a' } }] }
  expect(await keysOf({ collection: 'many', field: 'big', filter })).toEqual(['9007199254740993'])
  await expect(keysOf({ collection: 'many', field: 'sku' })).rejects.toMatchObject({ code: 'plan-invalid' })
  await expect(keysOf({ collection: 'nowhere' })).rejects.toMatchObject({ code: 'content-different' })
  await expect(keysOf({ collection: 'many', filter: { maybe: [] } })).rejects.toMatchObject({
    code: 'plan-invalid',
  })

  const ask = (question: string) => engine.ask(connection, question, context)
  expect([await ask(ofTheLast('sku')), await ask(ofTheLast('big')), await ask(ofTheLast('none'))]).toEqual([
    'a',
    '9007199254740993',
    null,
  ])
  await expect(ask('{"collection":"many","field":"kind"}')).rejects.toMatchObject({ code: 'plan-invalid' })
  await expect(ask('{"collection":"nowhere","count":{}}')).rejects.toMatchObject({
    code: 'content-different',
  })
  const notNull = engine.violations({ kind: 'notNull', dataset: 'many', columns: ['sku', 'number'] })
  expect(await ask(notNull)).toBe('3001')
  expect(await ask(engine.violations({ kind: 'count', dataset: 'many' }))).toBe('3001')
})

test('an empty server is backed up too', async () => {
  await using scene = await openScene()
  const { identity, fingerprint, limitations } = await scene.capture()
  expect(identity.id).toBe(`empty ${identity.address}`)
  expect(fingerprint).toMatchObject({ datasets: [], inventory: [], coverage: { kind: 'exact' } })
  expect(limitations).toEqual([])
})

import { expect, test } from 'vitest'
import { Secret } from '../../../../src/core/secret.ts'
import { connect, type Neo4jConnection } from '../../../../src/engines/neo4j/connection.ts'
import { destination } from '../../../../src/engines/neo4j/destination.ts'
import { atEndpoint, endpoint } from '../../../../src/engines/neo4j/endpoint.ts'

const source: Neo4jConnection = {
  uri: 'neo4j+s://graph.example:7688',
  user: 'lifeboat',
  password: new Secret('hidden'),
  database: 'shop',
  mode: 'bolt',
}

test.each([
  ['bolt://localhost', { host: 'localhost', port: 7687 }],
  ['neo4j+s://graph.example:7688', { host: 'graph.example', port: 7688 }],
  ['bolt+ssc://[::1]:7000', { host: '::1', port: 7000 }],
])('%s is reached at %j', (uri, reached) => {
  expect(endpoint({ ...source, uri })).toEqual(reached)
})

test.each([
  ['neo4j://graph.example', { host: '127.0.0.1', port: 7000 }, 'bolt://127.0.0.1:7000'],
  ['bolt+ssc://graph.example', { host: '::1', port: 7000 }, 'bolt+ssc://[::1]:7000'],
])('%s through a tunnel at %j is asked directly: %s', (uri, place, direct) => {
  expect(atEndpoint({ ...source, uri }, place)).toEqual({ ...source, uri: direct })
})

test('a checked certificate does not go through a tunnel', () => {
  expect(() => atEndpoint(source, { host: '127.0.0.1', port: 7000 })).toThrow(
    expect.objectContaining({ code: 'not-supported' }),
  )
})

test('another database is looked for on the same server, over Bolt whatever the source does', () => {
  const found = destination({ ...source, mode: 'offline' }, 'restored')
  expect(found).toEqual({ ...source, database: 'restored', mode: 'bolt' })
})

test('an address of its own holds its login and says nothing of it', () => {
  const found = destination(source, 'bolt://ada:p%40ss@other.example:7000/copy')
  expect(found).toMatchObject({ uri: 'bolt://other.example:7000', user: 'ada', database: 'copy' })
  expect(found.password?.reveal()).toBe('p@ss')
  expect(JSON.stringify(found)).not.toContain('p@ss')
  expect(destination(undefined, 'bolt://other.example')).toMatchObject({ user: 'neo4j', database: 'neo4j' })
})

test.each(['', 'a b', 'x', '`neo4j`', 'restored\n', 'bolt://', 'bolt://a:%zz@host', 'http://host'])(
  'the destination %j is refused',
  (into) => {
    expect(() => destination(source, into)).toThrow(expect.objectContaining({ code: 'usage-invalid' }))
  },
)

test('a name alone needs a target whose server it is on', () => {
  expect(() => destination(undefined, 'restored')).toThrow(expect.objectContaining({ code: 'usage-invalid' }))
})

const reveal = () => Promise.resolve(new Secret('hidden'))

test('a connection has defaults, and its address holds no login', async () => {
  const written = { uri: 'neo4j://graph.example', password: { env: 'NEO4J_PASSWORD' } }
  expect(await connect(written, reveal)).toMatchObject({ user: 'neo4j', database: 'neo4j', mode: 'bolt' })
  for (const uri of ['http://graph.example', 'neo4j://neo4j:secret@graph.example', 'graph.example']) {
    await expect(connect({ uri }, reveal)).rejects.toThrow('must be of the form')
  }
})

test.each(['system', 'System'])(
  '%s holds no graph: no target is it, and nothing is restored into it',
  async (database) => {
    const written = { uri: 'bolt://graph.example', database }
    await expect(connect(written, async () => new Secret('x'))).rejects.toMatchObject({
      code: 'config-invalid',
      why: expect.stringContaining('holds no graph'),
    })
    for (const into of [database, `bolt://graph.example/${database}`]) {
      expect(() => destination(source, into)).toThrow(expect.objectContaining({ code: 'usage-invalid' }))
    }
  },
)

import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { LifeboatError } from '../../../../src/core/errors.ts'
import type { Database, Row } from '../../../../src/engines/neo4j/database.ts'
import { GraphLoader } from '../../../../src/engines/neo4j/graph-loader.ts'
import { makeSchema } from '../../../../src/engines/neo4j/make-schema.ts'

interface Given {
  readonly name: unknown
  readonly rows: readonly (readonly unknown[])[]
}

/** A server that gives ids in the order in which it is asked and keeps what it was told. */
function memoryDatabase(refuse?: RegExp) {
  const told: { statement: string; given: Given | undefined }[] = []
  let made = 0
  const rows = (statement: string, given?: Given): Promise<readonly Row[]> => {
    if (refuse?.test(statement) === true) {
      return Promise.reject(new LifeboatError({ code: 'unexpected', what: 'refused', why: 'no such thing' }))
    }
    told.push({ statement, given })
    if (statement.includes('MATCH')) return Promise.resolve([[BigInt(given?.rows.length ?? 0)]])
    return Promise.resolve((given?.rows ?? []).map(([id]) => [id, `4:uuid:${(made += 1)}`]))
  }
  const database: Partial<Database> = {
    run: (statement) => rows(statement),
    writing: (write) => write({ rows, each: () => Promise.resolve() } as never),
  }
  return { database: database as Database, told }
}

const BATCH = 2000

test.each([1, BATCH - 1, BATCH, BATCH + 1, 4 * BATCH + 1])(
  '%i nodes are all made, and so are their relationships',
  async (count) => {
    const { database, told } = memoryDatabase()
    const loader = new GraphLoader(database)
    for (let id = 0; id < count; id += 1) await loader.node(['n', String(id), ['A'], {}])
    for (let id = 0; id < count; id += 1) await loader.relationship(['r', 'T', String(id), '0', {}])
    const { ids, dangling } = await loader.end()
    const made = (pattern: RegExp) =>
      told.filter(({ statement }) => pattern.test(statement)).flatMap(({ given }) => given?.rows ?? [])
    expect(made(/CREATE \(n/)).toHaveLength(count)
    expect(made(/CREATE \(a/)).toHaveLength(count)
    expect(
      made(/CREATE \(a/)
        .at(-1)
        ?.slice(0, 2),
    ).toEqual([`4:uuid:${count}`, '4:uuid:1'])
    expect(ids.exportedId(String(count))).toBe(String(count - 1))
    expect(dangling).toBe(0)
  },
)

test('nodes of one batch are made by their labels, and keep their ids', async () => {
  const { database, told } = memoryDatabase()
  const loader = new GraphLoader(database)
  for (const [id, labels] of Object.entries([['A'], [], ['B', 'A'], ['A']])) {
    await loader.node(['n', id, labels, { x: { i: id } }])
  }
  const { ids } = await loader.end()
  expect(told.map(({ given }) => given)).toEqual([
    {
      name: ['A'],
      rows: [
        ['0', { x: 0n }],
        ['3', { x: 3n }],
      ],
    },
    { name: [], rows: [['1', { x: 1n }]] },
    { name: ['B', 'A'], rows: [['2', { x: 2n }]] },
  ])
  expect(['1', '2', '3', '4'].map((id) => ids.exportedId(id))).toEqual(['0', '3', '1', '2'])
})

test('a relationship whose end was not exported is left out and counted', async () => {
  const { database, told } = memoryDatabase()
  const loader = new GraphLoader(database)
  await loader.node(['n', '1', [], {}])
  await loader.relationship(['r', 'T', '1', '2', {}])
  await loader.relationship(['r', 'T', '1', '1', {}])
  expect(await loader.end()).toMatchObject({ dangling: 1 })
  expect(told.at(-1)?.given?.rows).toHaveLength(1)
})

test('what the server refuses fails the load, also in the last batch', async () => {
  const { database } = memoryDatabase(/CREATE/)
  const loader = new GraphLoader(database)
  await loader.node(['n', '1', [], {}])
  await expect(loader.end()).rejects.toMatchObject({ what: 'refused' })
})

test('two transactions go on at once, and every id is known whichever ends first', async () => {
  const { database } = memoryDatabase()
  let open = 0
  let most = 0
  let turn = 0
  const writing: Database['writing'] = async (write) => {
    most = Math.max(most, (open += 1))
    const result = await database.writing(write)
    await sleep((turn += 1) % 2 === 1 ? 20 : 0)
    open -= 1
    return result
  }
  const loader = new GraphLoader({ ...database, writing })
  for (let id = 0; id < 6 * BATCH; id += 1) await loader.node(['n', String(id), [], {}])
  const { ids } = await loader.end()
  expect(most).toBe(2)
  expect(ids.exportedId('1')).toBe('0')
  expect(ids.exportedId(String(6 * BATCH))).toBe(String(6 * BATCH - 1))
})

test.each([
  [1, undefined],
  [20, 'deadlock'],
])(
  'a transaction that the server ends for another one is tried again, not for ever: %i',
  async (times, what) => {
    const { database, told } = memoryDatabase()
    let left = times
    const cause = Object.assign(new Error(), { code: 'Neo.TransientError.Transaction.DeadlockDetected' })
    const writing: Database['writing'] = (write) => {
      left -= 1
      if (left < 0) return database.writing(write)
      return Promise.reject(new LifeboatError({ code: 'unexpected', what: 'deadlock', cause }))
    }
    const loader = new GraphLoader({ ...database, writing })
    await loader.node(['n', '1', [], {}])
    const failure = await loader.end().catch((error: unknown) => error)
    expect((failure as { what?: string }).what).toBe(what)
    expect(told).toHaveLength(what === undefined ? 1 : 0)
  },
)

test('long texts are held a few at a time', async () => {
  const { database, told } = memoryDatabase()
  const loader = new GraphLoader(database)
  for (let id = 0; id < 4; id += 1)
    await loader.node(['n', String(id), [], { text: ['x'.repeat(300_000)], bytes: { bytes: '' } }])
  await loader.end()
  expect(told.map(({ given }) => given?.rows.length)).toEqual([2, 2])
})

const SCHEMA = [
  { kind: 'constraint', name: 'key', type: 'NODE_KEY', statement: 'CREATE CONSTRAINT key …' },
  { kind: 'constraint', name: 'one', type: 'NODE_PROPERTY_UNIQUENESS', statement: 'CREATE CONSTRAINT one …' },
  { kind: 'index', name: 'text', type: 'TEXT', statement: 'CREATE TEXT INDEX text …' },
] as const

test('Community makes what it can, and says how much that is not', async () => {
  const { database, told } = memoryDatabase()
  expect(await makeSchema(database, SCHEMA, 'community')).toBe(1)
  expect(told.map(({ statement }) => statement).join('\n')).not.toContain('key')
  const enterprise = memoryDatabase()
  expect(await makeSchema(enterprise.database, SCHEMA, 'enterprise')).toBe(0)
  expect(enterprise.told).toHaveLength(SCHEMA.length + 1)
})

test('an index that cannot be made fails the load by its name', async () => {
  const { database } = memoryDatabase(/TEXT INDEX/)
  await expect(makeSchema(database, SCHEMA, 'community')).rejects.toMatchObject({
    code: 'load-failed',
    what: 'the index text could not be made',
    why: 'no such thing',
  })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { engine } from '../../../src/engines/redis/index.ts'
import { engineContext } from '../../../src/runtime/engine-context.ts'
import { testContext } from '../../support/context.ts'
import { runCommands } from '../../support/engines/redis/zoo.ts'
import { startRedis, type StartedRedis } from '../../support/servers/redis.ts'

let cleanup: AsyncDisposableStack
let server: StartedRedis
let context: ReturnType<typeof engineContext>

beforeAll(async () => {
  cleanup = new AsyncDisposableStack()
  context = engineContext(cleanup.use(await testContext()))
  server = cleanup.use(await startRedis())
  const members = Array.from({ length: 3000 }, (_, index) => `order:${index}`)
  await runCommands(server, [
    ['SADD', 'orders', ...members],
    ['HSET', 'customers', ...members.flatMap((member) => [member, 'x'])],
    ['HSET', 'customer:1', 'id', '17'],
  ])
  await runCommands(server, [['SET', 'a key', 'a value']], 3)
})
afterAll(() => cleanup.disposeAsync())

async function ask(question: unknown): Promise<readonly string[]> {
  const { host, port } = server
  const found = new Set<string>()
  for await (const key of engine.keys({ host, port }, JSON.stringify(question), context)) found.add(key)
  return [...found].sort((a, b) => Number(a) - Number(b))
}

const NUMBERS = Array.from({ length: 3000 }, (_, index) => String(index))

test.each<readonly [unknown, readonly string[]]>([
  [{ members: 'orders', strip: 'order:' }, NUMBERS],
  [{ fields: 'customers', strip: 'order:' }, NUMBERS],
  [{ match: 'customer:*', field: 'id' }, ['17']],
  [{ match: '*', database: 3 }, ['a key']],
  [{ members: 'not there' }, []],
])('the keys of %j', async (question, answer) => {
  expect(await ask(question)).toEqual(answer)
})

test('a question of no known form, and keys without what is to be taken away, are refused', async () => {
  await expect(ask({ members: 'orders', match: '*' })).rejects.toMatchObject({ code: 'plan-invalid' })
  await expect(ask({ members: 'orders', strip: 'customer:' })).rejects.toMatchObject({ code: 'plan-invalid' })
})

test.each([{ members: 'customers' }, { fields: 'orders' }, { match: 'orders', field: 'id' }])(
  'the keys of %j, which holds something else, are told as that',
  async (question) => {
    await expect(ask(question)).rejects.toMatchObject({ code: 'content-different', why: /WRONGTYPE/ })
  },
)

test('a check may ask another database, with words that hold blanks', async () => {
  const { host, port } = server
  const asked = (question: string) => engine.ask({ host, port }, question, context)
  expect(await asked(JSON.stringify({ database: 3, command: ['GET', 'a key'] }))).toBe('a value')
  await expect(asked('{"command":[]}')).rejects.toMatchObject({ code: 'usage-invalid' })
})

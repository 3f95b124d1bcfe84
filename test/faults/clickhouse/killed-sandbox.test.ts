import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openPlainProject } from '../../support/cli/plain-project.ts'
import { startClickHouse } from '../../support/servers/clickhouse.ts'

const PATIENCE = { timeout: 30_000, interval: 50 }
const UNPACKER = 'zstd -q -d -c'

test('a sandbox whose server is killed in the middle of an INSERT: could not run, and the drill ends', async () => {
  await using server = await startClickHouse()
  await server.sql('CREATE DATABASE shop')
  await server.sql('CREATE TABLE shop.orders (id UInt64, note String) ENGINE = MergeTree ORDER BY id')
  await server.sql('INSERT INTO shop.orders SELECT number, randomString(100) FROM numbers(1000000)')
  await using project = await openPlainProject({
    targets: { shop: { engine: 'clickhouse', connection: { url: { env: 'SHOP_URL' } } } },
  })
  const environment = {
    SHOP_URL: `http://${server.user}:${server.password}@${server.host}:${server.port}/shop`,
    // The sandbox's user has to pass through.
    TMPDIR: '/tmp',
  }
  expect((await project.run(['backup', 'shop'], environment)).exitCode).toBe(0)
  const drill = project.start(['drill', 'shop', '--sandbox', 'process'], environment)
  try {
    await drill.seen((line) => line['event'] === 'phase' && line['name'] === 'decrypt')
    const below = (): Promise<readonly Process[]> => processesBelow(drill.process.pid ?? 0)
    const servers = (await below()).filter(({ command }) => command.includes('clickhouse-server '))
    const [wrapper] = servers
    const pid = servers.at(-1)?.pid ?? 0
    expect(pid).toBeGreaterThan(0)
    // By small steps into the INSERT: the schema's unpacker ends although the server stands still, the table's does not.
    await expect
      .poll(async () => {
        process.kill(pid, 'SIGCONT')
        await sleep(50)
        process.kill(pid, 'SIGSTOP')
        await sleep(200)
        return (await below()).map(({ command }) => command)
      }, PATIENCE)
      .toContain(UNPACKER)
    process.kill(pid, 'SIGKILL')
    // It stopped with what it waits for.
    process.kill(wrapper?.pid ?? pid, 'SIGCONT')
    await expect.poll(() => drill.process.exitCode, PATIENCE).toBe(7)
    expect((await drill.ended).result).toMatchObject({
      targets: [{ record: { outcome: 'couldNotRun', sandbox: { destroyed: true } } }],
    })
  } finally {
    drill.process.kill('SIGKILL')
  }
})

interface Process {
  readonly pid: number
  readonly command: string
}

/** Every process that descends from one. */
async function processesBelow(parent: number): Promise<readonly Process[]> {
  const threads = await readdir(`/proc/${parent}/task`).catch(() => [])
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${parent}/task/${thread}/children`, 'utf8').catch(() => '')),
  )
  const children = lists.flatMap((list) => list.trim().split(' ').filter(Boolean).map(Number))
  const found = await Promise.all(
    children.map(async (pid) => {
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      return [{ pid, command: line.replaceAll('\0', ' ').trim() }, ...(await processesBelow(pid))]
    }),
  )
  return found.flat()
}

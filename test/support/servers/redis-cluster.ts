import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@redis/client'
import { findFreePort } from './free-port.ts'
import { startRedis, type RedisOptions, type StartedRedis } from './redis.ts'

const SLOTS = 16_384
const MASTERS = 3
const CLUSTERED = { 'cluster-enabled': 'yes', 'repl-diskless-sync-delay': 0 }

/** A started cluster of three masters; disposing kills them all. */
export interface StartedRedisCluster extends AsyncDisposable {
  readonly nodes: readonly StartedRedis[]
  /** Runs commands on one node. */
  run(node: number, ...commands: readonly (readonly string[])[]): Promise<unknown[]>
}

/** Starts masters of their own on ephemeral loopback ports and gives each a third of the slots. */
export async function startRedisCluster(options: RedisOptions = {}): Promise<StartedRedisCluster> {
  await using cleanup = new AsyncDisposableStack()
  // By default the port for other nodes is 10,000 above, which may be more than there are.
  const buses: number[] = []
  const nodes: StartedRedis[] = []
  for (let index = 0; index < MASTERS; index += 1) {
    const bus = await findFreePort()
    const settings = { ...options.settings, ...CLUSTERED, 'cluster-port': bus }
    nodes.push(cleanup.use(await startRedis({ ...options, settings })))
    buses.push(bus)
  }
  const run: StartedRedisCluster['run'] = async (node, ...commands) => {
    const { host, port } = nodes[node] ?? {}
    const client = await createClient({ socket: { host: host ?? '', port: port ?? 0 } }).connect()
    try {
      return await Promise.all(commands.map((command) => client.sendCommand([...command])))
    } finally {
      client.destroy()
    }
  }
  for (const [index, { host, port }] of nodes.entries()) {
    const [first, last] = [index, index + 1].map((third) => Math.floor((third * SLOTS) / MASTERS))
    await run(index, ['CLUSTER', 'ADDSLOTSRANGE', String(first), String((last ?? 0) - 1)])
    await run(index, ['CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1)])
    if (index > 0) await run(0, ['CLUSTER', 'MEET', host, String(port), String(buses[index])])
  }
  for (const index of nodes.keys()) {
    while (!String((await run(index, ['CLUSTER', 'INFO']))[0]).includes('cluster_state:ok')) await sleep(20)
    while (
      String((await run(index, ['CLUSTER', 'NODES']))[0])
        .trim()
        .split('\n').length < MASTERS
    )
      await sleep(20)
  }
  const owned = cleanup.move()
  return { nodes, run, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

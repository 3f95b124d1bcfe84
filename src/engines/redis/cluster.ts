import { createHash } from 'node:crypto'
import { LifeboatError } from '../../core/errors.ts'
import type { RedisClient, RedisConnection } from './connection.ts'
import { explainPermission } from './missing-permission.ts'
import { useClient } from './use-client.ts'

/** One master of a cluster and the slots that it owns. */
export interface SlotOwner {
  readonly connection: RedisConnection
  /** Of the node. */
  readonly id: string
  /** `0-5460`, several with blanks between. */
  readonly slots: string
  /** Changes when slots change hands. */
  readonly epoch: string
  /** Whether a slot is being moved out or in. */
  readonly moving: boolean
}

interface Node {
  readonly id: string
  readonly host: string
  readonly port: number
  readonly flags: readonly string[]
  readonly epoch: string
  readonly slots: readonly string[]
}

/** The slot owners of a cluster, by their first slot, each by its own word. Throws `privilege-missing` or `server-unreachable`. */
export async function slotOwners(
  client: RedisClient,
  connection: RedisConnection,
  signal?: AbortSignal,
): Promise<readonly SlotOwner[]> {
  const nodes = await readNodes(client)
  const owners = nodes.filter(({ flags, slots }) => flags.includes('master') && slots.length > 0)
  const asked = await Promise.all(
    owners.map(({ host, port }) =>
      askOwner({ ...connection, host: host === '' ? connection.host : host, port }, signal),
    ),
  )
  return asked.sort((a, b) => Number.parseInt(a.slots, 10) - Number.parseInt(b.slots, 10))
}

/** Stands for who owns which slots; changes with every resharding and failover. */
export function slotMap(owners: readonly SlotOwner[]): string {
  return owners.map(({ id, epoch, slots, moving }) => `${id} ${epoch} ${slots} ${moving}`).join('\n')
}

/** An identity of the whole, by its owners. */
export function clusterId(owners: readonly SlotOwner[]): string {
  const ids = owners.map(({ id }) => id).sort()
  return `cluster ${createHash('sha256').update(ids.join(' ')).digest('hex').slice(0, 32)}`
}

/** Throws `server-unsupported` when slots have no owner: their keys would be missing without a word. */
export function requireEverySlot(owners: readonly SlotOwner[]): void {
  const ranges = owners.flatMap(({ slots }) => slots.split(' ')).map((range) => range.split('-').map(Number))
  const owned = ranges.reduce((sum, [first = 0, last = first]) => sum + last - first + 1, 0)
  if (owned === SLOTS) return
  throw new LifeboatError({
    code: 'server-unsupported',
    what: `the cluster has owners for ${owned} of its ${SLOTS} slots`,
    fix: 'mend the cluster (redis-cli --cluster check), then back up again',
  })
}

const SLOTS = 16_384

/** Only a node itself tells what it is moving. */
function askOwner(connection: RedisConnection, signal: AbortSignal | undefined): Promise<SlotOwner> {
  return useClient(connection, { signal }, async (client) => {
    const myself = (await readNodes(client)).find(({ flags }) => flags.includes('myself'))
    const slots = myself?.slots ?? []
    return {
      connection,
      id: myself?.id ?? '',
      epoch: myself?.epoch ?? '',
      slots: slots.filter((slot) => !slot.startsWith('[')).join(' '),
      moving: slots.some((slot) => slot.startsWith('[')),
    }
  })
}

async function readNodes(client: RedisClient): Promise<readonly Node[]> {
  const answer: unknown = await client.sendCommand(['CLUSTER', 'NODES']).catch(explainPermission)
  return String(answer).trim().split('\n').map(parseNode)
}

/** `id host:port@bus,name flags master ping pong epoch state slots…`. */
function parseNode(line: string): Node {
  const [id = '', address = '', flags = '', , , , epoch = '', , ...slots] = line.split(' ')
  const place = address.split('@', 1)[0] ?? ''
  const at = place.lastIndexOf(':')
  return {
    id,
    host: place.slice(0, at),
    port: Number(place.slice(at + 1)),
    flags: flags.split(','),
    epoch,
    slots,
  }
}

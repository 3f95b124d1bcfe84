import { LifeboatError } from '../../../core/errors.ts'
import type { Replica, Shards } from '../collections.ts'

const ACTIVE = 'Active'

/** Which peer makes which snapshot of a collection. */
export interface PlannedSnapshot {
  readonly peerId: string
  /** Of this shard only; otherwise the peer holds the collection whole. */
  readonly shard?: number
}

/**
 * One snapshot of the whole collection where the asked peer has every shard; otherwise one of each shard, from a peer whose
 * replica is active. Throws `capture-failed` when a shard has none: a snapshot of a peer holds its own shards only.
 */
export function planSnapshots(
  collection: string,
  { peerId, count, replicas }: Shards,
): readonly PlannedSnapshot[] {
  const active = replicas.filter(({ state }) => state === ACTIVE)
  const shards = [...new Set(replicas.map(({ shard }) => shard))].sort((one, other) => one - other)
  const uncovered = shards.filter((shard) => !active.some((replica) => replica.shard === shard))
  if (shards.length !== count || uncovered.length > 0) throw uncoveredShards(collection, count, replicas)
  const own = new Set(active.filter((replica) => replica.peerId === peerId).map(({ shard }) => shard))
  if (own.size === count) return [{ peerId }]
  return shards.map((shard) => ({
    shard,
    peerId: own.has(shard) ? peerId : (active.find((replica) => replica.shard === shard)?.peerId ?? peerId),
  }))
}

function uncoveredShards(collection: string, count: number, replicas: readonly Replica[]): LifeboatError {
  const states = replicas.map(({ shard, peerId, state }) => `shard ${shard} on peer ${peerId} is ${state}`)
  return new LifeboatError({
    code: 'capture-failed',
    what: `not every shard of ${JSON.stringify(collection)} has an active replica`,
    why: states.length === 0 ? `none of its ${count} shards lies anywhere` : states.join('; '),
    fix: 'wait until the cluster has recovered, or repair it; then back up again',
  })
}

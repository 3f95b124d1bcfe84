import type { ServerIdentity } from '../../core/engine.ts'
import { clusterId, type SlotOwner } from './cluster.ts'
import { addressOf, type RedisConnection } from './connection.ts'
import { versionOf } from './product.ts'

/**
 * A server is known by its run id: it changes at every start, so equality always means the same server. A cluster is known
 * by its slot owners.
 */
export function identityOf(
  connection: RedisConnection,
  info: ReadonlyMap<string, string>,
  owners: readonly SlotOwner[] | undefined,
): ServerIdentity {
  return {
    version: versionOf(info),
    id: owners === undefined ? (info.get('run_id') ?? addressOf(connection)) : clusterId(owners),
    address: addressOf(connection),
  }
}

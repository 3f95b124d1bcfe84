import type { ServerIdentity } from '../../core/engine.ts'
import { addressOf, type RedisConnection } from './connection.ts'
import { versionOf } from './product.ts'

/** A server is known by its run id: it changes at every start, so equality always means the same server. */
export function identityOf(connection: RedisConnection, info: ReadonlyMap<string, string>): ServerIdentity {
  return {
    version: versionOf(info),
    id: info.get('run_id') ?? addressOf(connection),
    address: addressOf(connection),
  }
}

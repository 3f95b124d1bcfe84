import type { EngineContext } from '../../../core/engine.ts'
import type { Neo4jConnection } from '../connection.ts'
import { endpoint } from '../endpoint.ts'
import { bookmarkOf, type Looking } from '../offline/source.ts'
import { DEFAULT_BACKUP_PORT } from './backup-command.ts'
import type { OnlineSource } from './capture.ts'

/** An Enterprise database, by what its connection says of its programs and its backup port. */
export function onlineSource(
  connection: Neo4jConnection,
  looking: Looking,
  context: EngineContext,
): OnlineSource {
  const { online, database } = connection
  if (online === undefined) throw new Error('the schema lets no other through')
  const { from, home, image = '', acceptLicense } = online
  return {
    ...looking,
    database,
    acceptLicense,
    from: from ?? backupAddress(connection),
    place: home === undefined ? { image } : { home },
    bookmark: () => bookmarkOf(connection, context),
  }
}

function backupAddress(connection: Neo4jConnection): string {
  const { host } = endpoint(connection)
  return `${host.includes(':') ? `[${host}]` : host}:${DEFAULT_BACKUP_PORT}`
}

import type { EngineContext } from '../../../core/engine.ts'
import type { Neo4jConnection } from '../connection.ts'
import { bookmarkOf, type Looking } from '../offline/source.ts'
import { DEFAULT_BACKUP_PORT } from './backup-command.ts'
import type { OnlineSource } from './capture.ts'

/** An Enterprise database, by what its connection says of its programs and its backup port. */
export function onlineSource(
  connection: Neo4jConnection,
  looking: Looking,
  context: EngineContext,
): OnlineSource {
  const { online, database, uri } = connection
  if (online === undefined) throw new Error('the schema lets no other through')
  const { from, home, image = '', acceptLicense } = online
  return {
    ...looking,
    database,
    acceptLicense,
    from: from ?? `${new URL(uri.replace(/^[^:]+/, 'http')).hostname}:${DEFAULT_BACKUP_PORT}`,
    place: home === undefined ? { image } : { home },
    bookmark: () => bookmarkOf(connection, context),
  }
}

import { join } from 'node:path'
import { startClickHouse, type StartedClickHouse } from '../../test/support/servers/clickhouse.ts'
import { startNeo4j, type StartedNeo4j } from '../../test/support/servers/neo4j.ts'
import { startPostgres, type StartedPostgres } from '../../test/support/servers/postgres.ts'
import { findQdrant } from '../../test/support/servers/qdrant/program.ts'
import { startQdrant, type StartedQdrant } from '../../test/support/servers/qdrant/start.ts'
import { startRedis, type StartedRedis } from '../../test/support/servers/redis.ts'
import { clickHousePrograms } from '../lib/clickhouse.ts'
import { neo4jFolder } from '../lib/maven-neo4j.ts'

const POSTGRES_MAJOR = 17
const NEO4J_MAJOR = '5'

/** Five throw-away servers on loopback ports. */
export interface Servers {
  readonly postgres: StartedPostgres
  readonly clickhouse: StartedClickHouse
  readonly redis: StartedRedis
  readonly qdrant: StartedQdrant
  readonly neo4j: StartedNeo4j
  /** Where the programs lie that the drill's sandboxes run. */
  readonly folders: readonly string[]
}

/** Starts them; disposing `cleanup` ends them and removes all they had. */
export async function startServers(cleanup: AsyncDisposableStack): Promise<Servers> {
  const postgres = cleanup.use(await startPostgres({ major: POSTGRES_MAJOR }))
  const clickhouse = cleanup.use(await startClickHouse())
  const redis = cleanup.use(await startRedis({ settings: { 'repl-diskless-sync-delay': 0 } }))
  const qdrant = cleanup.use(await startQdrant())
  const neo4j = cleanup.use(await startNeo4j({ major: NEO4J_MAJOR }))
  const folders = [
    postgres.bin,
    clickHousePrograms(),
    (await findQdrant()).folder,
    join(neo4jFolder(NEO4J_MAJOR), 'bin'),
  ]
  return { postgres, clickhouse, redis, qdrant, neo4j, folders }
}

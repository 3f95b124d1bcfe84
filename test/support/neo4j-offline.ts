import type { EngineContext, Probe } from '../../src/core/engine.ts'
import type { Fingerprint } from '../../src/core/fingerprint.ts'
import { Secret } from '../../src/core/secret.ts'
import type { Neo4jConnection } from '../../src/engines/neo4j/connection.ts'
import { openDatabase } from '../../src/engines/neo4j/database.ts'
import type { OfflineSource } from '../../src/engines/neo4j/offline/capture.ts'
import { openOfflineSource } from '../../src/engines/neo4j/offline/source.ts'
import type { Neo4jHost } from './servers/neo4j-host.ts'

/** The connection of a host, with `control` changed where a test wants it. */
export function connectionOf(
  { server, control }: Pick<Neo4jHost, 'server' | 'control'>,
  change: Partial<NonNullable<Neo4jConnection['control']>> = {},
): Neo4jConnection {
  return {
    uri: server.uri,
    user: server.user,
    password: new Secret(server.password),
    database: server.database,
    mode: 'offline',
    control: { ...written(control), ...change },
  }
}

/** Looks at the database as simply as can be: how many nodes there are. */
export function countingSource(connection: Neo4jConnection, context: EngineContext): Promise<OfflineSource> {
  return openOfflineSource(
    connection,
    { probe: () => probe(connection, context), fingerprint: () => count(connection, context) },
    context,
  )
}

function written({ commands, ...rest }: Neo4jHost['control']): NonNullable<Neo4jConnection['control']> {
  return { ...rest, commands: { stop: [...commands.stop], start: [...commands.start] } }
}

async function probe(connection: Neo4jConnection, context: EngineContext): Promise<Probe> {
  await using database = await openDatabase(connection, context)
  const [[version] = []] = await database.run('CALL dbms.components() YIELD versions RETURN versions[0]')
  return {
    identity: { version: String(version), id: 'counted', address: connection.uri },
    serverTime: new Date(),
    sizeBytes: 0,
    missing: [],
    requirements: { neo4jVersion: String(version) },
  }
}

async function count(connection: Neo4jConnection, context: EngineContext): Promise<Fingerprint> {
  await using database = await openDatabase(connection, context)
  const [[nodes] = []] = await database.run('MATCH (n) RETURN count(n)')
  return {
    format: 'lifeboat-fingerprint/1',
    engine: 'neo4j',
    comparableWithin: 'neo4j',
    origin: 'source',
    seed: '00',
    coverage: { kind: 'exact' },
    datasets: [
      {
        name: 'nodes',
        kind: 'nodes',
        count: Number(nodes),
        digest: String(nodes),
        method: 'count',
        rule: 'equal',
      },
    ],
    leftOut: [],
    inventory: [],
    schema: { digest: '00', method: 'none' },
  }
}

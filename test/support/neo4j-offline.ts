import type { EngineContext } from '../../src/core/engine.ts'
import { Secret } from '../../src/core/secret.ts'
import type { Neo4jConnection } from '../../src/engines/neo4j/connection.ts'
import { engine } from '../../src/engines/neo4j/index.ts'
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

/** What the engine captures from, for tests that disturb it. */
export function sourceOf(connection: Neo4jConnection, context: EngineContext): Promise<OfflineSource> {
  const spec = { seed: '00', methods: new Map<string, string>(), leftOut: [] }
  const looking = {
    probe: () => engine.probe(connection, context),
    fingerprint: () => engine.fingerprint(connection, spec, context),
  }
  return openOfflineSource(connection, looking, context)
}

function written({ commands, ...rest }: Neo4jHost['control']): NonNullable<Neo4jConnection['control']> {
  return { ...rest, commands: { stop: [...commands.stop], start: [...commands.start] } }
}

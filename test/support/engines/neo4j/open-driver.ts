import neo4j, { type Driver } from 'neo4j-driver'
import type { Neo4jConnection } from '../../../../src/engines/neo4j/connection.ts'

/** A driver for whatever a connection of the engine points to. */
export function openDriver({ uri, user, password }: Neo4jConnection): Driver {
  const login = neo4j.auth.basic(user, password?.reveal() ?? '')
  return neo4j.driver(uri, login, { useBigInt: true, telemetryDisabled: true })
}

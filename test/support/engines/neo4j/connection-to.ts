import { Secret } from '../../../../src/core/secret.ts'
import type { Neo4jConnection } from '../../../../src/engines/neo4j/connection.ts'
import type { StartedNeo4j } from '../../servers/neo4j.ts'

/** How the engine connects to a server of the tests. */
export function connectionTo({ uri, user, password, database }: StartedNeo4j): Neo4jConnection {
  return { uri, user, password: new Secret(password), database, mode: 'bolt' }
}

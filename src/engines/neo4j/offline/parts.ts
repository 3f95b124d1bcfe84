/** The archive of `neo4j-admin database dump`, compressed by Neo4j itself. */
export const DUMP = 'data.dump'
/** The same of the system database: users, roles, names of databases. */
export const SYSTEM_DUMP = 'system.dump'

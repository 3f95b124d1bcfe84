/** The archive of `neo4j-admin database backup`, compressed by Neo4j itself, with users and roles. */
export const BACKUP = 'data.backup'

/** Neo4j's own database of users, roles and databases: it holds no graph, and takes none. Names know no case. */
export function isSystem(database: string): boolean {
  return database.toLowerCase() === 'system'
}

/** What `neo4j-admin database info` says of a database. */
export interface DatabaseInfo {
  readonly inUse: boolean
  /** The last one in the store; undefined while it is in use. */
  readonly lastTransaction: bigint | undefined
  readonly needsRecovery: boolean
}

/** The part of a list of all databases that speaks of one; undefined when there is none, or none that can be read. */
export function parseDatabaseInfo(text: string, database: string): DatabaseInfo | undefined {
  const sections = text.split(/^(?=Database name:)/m)
  const section = sections.find((each) => field(each, 'Database name') === database)
  const inUse = field(section ?? '', 'Database in use')
  if (section === undefined || (inUse !== 'true' && inUse !== 'false')) return undefined
  const transaction = field(section, 'Last committed transaction id')
  return {
    inUse: inUse === 'true',
    lastTransaction: transaction !== undefined && /^\d+$/.test(transaction) ? BigInt(transaction) : undefined,
    needsRecovery: field(section, 'Store needs recovery') === 'true',
  }
}

function field(text: string, name: string): string | undefined {
  const line = text.split('\n').find((each) => each.startsWith(`${name}:`))
  return line?.slice(name.length + 1).trim()
}

import { holdsControlCharacter } from '../../core/control-characters.ts'
import { LifeboatError } from '../../core/errors.ts'
import { Secret } from '../../core/secret.ts'
import type { Neo4jConnection } from './connection.ts'
import { isSystem } from './system-database.ts'

/** `bolt://user:password@host:port/database` is an address of its own; anything else is another database of the source's server. */
export function destination(source: Neo4jConnection | undefined, into: string): Neo4jConnection {
  if (holdsControlCharacter(into)) throw invalid('the destination holds a control character')
  if (/^(neo4j|bolt)(\+s|\+ssc)?:\/\//.test(into)) return parseAddress(into)
  if (!/^[A-Za-z][A-Za-z0-9.-]{2,62}$/.test(into)) throw invalid(`"${into}" is no name of a Neo4j database`)
  if (source === undefined) {
    throw invalid(`"${into}" names a database, but there is no target whose server it could be on`)
  }
  return { ...plain(source), database: graphName(into) }
}

/** Without what belongs to the source's own way of being backed up. */
function plain({ uri, user, password }: Neo4jConnection): Omit<Neo4jConnection, 'database'> {
  return { uri, user, ...(password === undefined ? {} : { password }), mode: 'bolt' }
}

function parseAddress(into: string): Neo4jConnection {
  const [scheme = '', rest = ''] = into.split('://')
  const url = URL.canParse(`http://${rest}`) ? new URL(`http://${rest}`) : undefined
  if (url === undefined) throw invalid('the address of the destination cannot be read')
  const [user, password, database] = [url.username, url.password, url.pathname.slice(1)].map(decoded)
  return {
    uri: `${scheme}://${url.host}`,
    user: user === undefined || user === '' ? 'neo4j' : user,
    ...(password === undefined || password === '' ? {} : { password: new Secret(password) }),
    database: database === undefined || database === '' ? 'neo4j' : graphName(database),
    mode: 'bolt',
  }
}

function graphName(database: string): string {
  if (isSystem(database)) throw invalid('the database system takes no graph')
  return database
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw invalid('the address of the destination holds a % that begins no escape')
  }
}

function invalid(what: string): LifeboatError {
  return new LifeboatError({
    code: 'usage-invalid',
    what,
    fix: 'give an address, bolt://user@host:7687/database, or the name of an empty database',
  })
}

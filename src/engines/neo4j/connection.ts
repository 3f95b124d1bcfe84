import type { RevealSecret, Secret } from '../../core/secret.ts'
import { parseConnection } from '../../runtime/parse-connection.ts'
import { connectionSchema, type WrittenConnection } from './config.ts'
import type { ElementIds } from './element-ids.ts'

/** A database of a Neo4j server. */
export interface Neo4jConnection {
  /** `neo4j://host:7687`, without a login. */
  readonly uri: string
  readonly user: string
  readonly password?: Secret
  readonly database: string
  readonly mode: WrittenConnection['mode']
  readonly control?: NonNullable<WrittenConnection['control']>
  readonly online?: NonNullable<WrittenConnection['online']>
  /** Which node of the export each node is, where a load of this run made them. */
  readonly elementIds?: ElementIds
}

export async function connect(written: unknown, reveal: RevealSecret): Promise<Neo4jConnection> {
  const { password, control, online, ...plain } = parseConnection(connectionSchema, written, 'neo4j')
  return {
    ...plain,
    ...(control === undefined ? {} : { control }),
    ...(online === undefined ? {} : { online }),
    ...(password === undefined ? {} : { password: await reveal(password) }),
  }
}

/** `host:port/database`, for people. */
export function addressOf({ uri, database }: Neo4jConnection): string {
  return `${uri.replace(/^.*:\/\//, '')}/${database}`
}

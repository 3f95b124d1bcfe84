import type { ServerIdentity } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import { addressOf, type Neo4jConnection } from './connection.ts'
import type { Database } from './database.ts'
import { readBookmark } from './offline/bookmark.ts'

export interface Neo4jIdentity extends ServerIdentity {
  /** `community` or `enterprise`. */
  readonly edition: string
}

/**
 * Who a database is: its id in the server that it lives in, which a copy loaded elsewhere does not share. The id in `db.info()`
 * would not do, since it is copied with the files.
 */
export async function identityOf(database: Database, connection: Neo4jConnection): Promise<Neo4jIdentity> {
  const { result, bookmark } = await database.reading(async (transaction) => {
    const [components] = await transaction.rows(
      "CALL dbms.components() YIELD name, versions, edition WHERE name = 'Neo4j Kernel' RETURN versions[0], edition",
    )
    const [info] = await transaction.rows('CALL db.info() YIELD id')
    return { version: String(components?.[0]), edition: String(components?.[1]), storeId: String(info?.[0]) }
  })
  const { version, edition, storeId } = result
  return {
    version,
    edition,
    id: readBookmark(bookmark)?.database ?? storeId,
    address: addressOf(connection),
  }
}

const OLDEST = [5, 26] as const

/** Throws `server-unsupported` before Neo4j 5.26. */
export function assertSupported(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return
  throw new LifeboatError({
    code: 'server-unsupported',
    what: `Neo4j ${version} cannot be backed up: it is older than ${OLDEST.join('.')}`,
    fix: 'update it to the long-term release 5.26 or later',
  })
}

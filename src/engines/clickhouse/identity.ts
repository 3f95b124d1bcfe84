import type { ServerIdentity } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import { addressOf, type ClickHouseConnection } from './connection.ts'
import type { Session } from './session.ts'

const OLDEST = 23

/** Who the server is: the id that it keeps beside its data, and the database. */
export async function identify(session: Session, connection: ClickHouseConnection): Promise<ServerIdentity> {
  const [row] = await session.rows('SELECT toString(serverUUID())')
  return {
    version: session.version,
    id: `${row?.[0] ?? ''}/${connection.database}`,
    address: addressOf(connection),
  }
}

/** Year and month of a version, which is what ClickHouse calls a release: `26.9`. */
export function releaseOf(version: string): string {
  return version.split('.').slice(0, 2).join('.')
}

/** Throws `server-unsupported` for releases that are too old. */
export function assertSupported(version: string): void {
  if (Number(version.split('.')[0]) >= OLDEST) return
  throw new LifeboatError({
    code: 'server-unsupported',
    what: `ClickHouse ${version} is older than ${OLDEST}.1`,
    fix: `use ClickHouse ${OLDEST}.1 or later`,
  })
}

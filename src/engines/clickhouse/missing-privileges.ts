import { isLifeboatError } from '../../core/errors.ts'
import { errorNumber } from './server-error.ts'
import { quoteIdentifier } from './quote.ts'
import type { Session } from './session.ts'

/** Of servers before `CHECK GRANT`. */
const SYNTAX_ERROR = 62

type Asked = Pick<Session, 'rows'>

/** What this login cannot see of the database, one sentence each; tables that it is not shown cannot be named. */
export async function findMissing(session: Asked, database: string): Promise<readonly string[]> {
  const missing: string[] = []
  const readsAll = await mayReadAll(session, database)
  if (readsAll === undefined) {
    missing.push(
      `This release of ClickHouse cannot say whether the login may read everything in the database ${database}: tables that it is not shown would not be in the backup.`,
    )
  } else if (!readsAll) {
    missing.push(
      `The login may not read everything in the database ${database}: tables that it is not shown are not in the backup.`,
    )
  }
  const policies = await countPolicies(session, database)
  if (policies === undefined) {
    missing.push(
      `The login may not see row policies (GRANT SHOW ROW POLICIES ON ${database}.*): rows that one hides from it are not in the backup.`,
    )
  } else if (policies > 0) {
    missing.push(
      `${policies} row policies apply in the database ${database}: rows that they hide are not in the backup.`,
    )
  }
  return missing
}

/** Undefined where the server is too old to tell. */
async function mayReadAll(session: Asked, database: string): Promise<boolean | undefined> {
  try {
    const rows = await session.rows(`CHECK GRANT SHOW, SELECT ON ${quoteIdentifier(database)}.*`)
    return rows[0]?.[0] === '1'
  } catch (error) {
    if (errorNumber(error) === SYNTAX_ERROR) return undefined
    throw error
  }
}

/** Undefined for a login that may not see them. */
async function countPolicies(session: Asked, database: string): Promise<number | undefined> {
  const query = 'SELECT toString(count()) FROM system.row_policies WHERE database = {database:String}'
  try {
    return Number((await session.rows(query, { database }))[0]?.[0] ?? 0)
  } catch (error) {
    if (isLifeboatError(error, 'privilege-missing')) return undefined
    throw error
  }
}

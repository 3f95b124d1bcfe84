import { isLifeboatError } from '../../core/errors.ts'
import type { Database, Row } from './database.ts'

/** Users, roles and privileges; what the edition does not have or the login may not see is absent. */
export interface Access {
  readonly users?: readonly string[]
  readonly roles?: readonly string[]
  /** Statements that grant and deny. */
  readonly privileges?: readonly string[]
}

/** Reads who may do what; passwords are never shown. */
export async function readAccess(database: Database): Promise<Access> {
  const users = await column(database, 'SHOW USERS YIELD user RETURN user')
  const roles = await column(database, 'SHOW ROLES YIELD role RETURN role')
  const privileges = await column(database, 'SHOW PRIVILEGES AS COMMANDS YIELD command RETURN command')
  return {
    ...(users === undefined ? {} : { users }),
    ...(roles === undefined ? {} : { roles }),
    ...(privileges === undefined ? {} : { privileges }),
  }
}

/** Undefined where the edition does not have it, or the login may not see it. */
async function column(database: Database, statement: string): Promise<readonly string[] | undefined> {
  try {
    const rows = await database.run(statement, {}, { database: 'system', write: false })
    return rows.map(([value]: Row) => String(value)).toSorted()
  } catch (error) {
    if (isLifeboatError(error, 'cancelled') || isLifeboatError(error, 'connection-lost')) throw error
    return undefined
  }
}

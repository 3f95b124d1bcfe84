import { isLifeboatError } from '../../core/errors.ts'
import type { Session } from './session.ts'

/** The part with what belongs to the whole server and is put back by hand. */
export const ACCESS = 'access.sql'

/** Users, roles, policies, quotas, profiles and grants as SQL, without passwords; undefined for a login that may not see them. */
export async function readAccess(session: Session): Promise<string | undefined> {
  try {
    const rows = await session.rows('SHOW ACCESS')
    const statements = rows.map(([statement]) => `${statement};\n`)
    return statements.length === 0 ? undefined : statements.join('')
  } catch (error) {
    if (isLifeboatError(error, 'privilege-missing')) return undefined
    throw error
  }
}

/** What a backup with or without them says of it. */
export function accessLimitation(access: string | undefined): string {
  return access === undefined
    ? 'Users, roles, grants, row policies, quotas and settings profiles are not in the backup: the login may not see them (GRANT SHOW ACCESS).'
    : `Users, roles, grants, row policies, quotas and settings profiles belong to the whole server: ${ACCESS} of the backup has them, without passwords, and they are neither restored nor compared.`
}

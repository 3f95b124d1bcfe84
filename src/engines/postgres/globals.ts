import type { LoadRequest } from '../../core/engine.ts'
import { isLifeboatError, LifeboatError } from '../../core/errors.ts'
import type { Session } from './session.ts'
import { splitStatements } from './statements.ts'

const NAME = String.raw`("(?:[^"]|"")+"|[^\s;"]+)`
const ROLE = new RegExp(`^(?:CREATE|ALTER) ROLE ${NAME}`)
const COMMENT = new RegExp(`^COMMENT ON ROLE ${NAME}`)
const LABEL = new RegExp(`^SECURITY LABEL .* ON ROLE ${NAME}`)
const MEMBERSHIP = new RegExp(`^GRANT ${NAME} TO ${NAME}`)

/**
 * Creates the roles and memberships that the server lacks. A role that is already there is never altered, and on somebody's
 * real server not granted anything either. Returns what was left out, one sentence each.
 */
export async function applyGlobals(
  session: Session,
  script: string,
  purpose: LoadRequest['purpose'],
): Promise<readonly string[]> {
  const rows = await session.query<{ name: string }>('select rolname as name from pg_catalog.pg_roles')
  const existing = new Set(rows.map(({ name }) => name))
  const leftOut: string[] = []
  for (const statement of splitStatements(script)) {
    const role = affectedRole(statement)
    if (role === undefined) {
      if (statement.startsWith('CREATE TABLESPACE')) leftOut.push('tablespaces were not created')
      continue
    }
    if (existing.has(role) && !(purpose === 'sandbox' && MEMBERSHIP.test(statement))) {
      if (purpose === 'destination' && statement.startsWith('CREATE ROLE'))
        leftOut.push(`role ${role} was there already and was left as it is`)
      continue
    }
    await execute(session, statement)
  }
  return [...new Set(leftOut)]
}

/** The role that a statement creates or changes; undefined for what is not about roles. */
function affectedRole(statement: string): string | undefined {
  const found =
    ROLE.exec(statement)?.[1] ??
    COMMENT.exec(statement)?.[1] ??
    LABEL.exec(statement)?.[1] ??
    MEMBERSHIP.exec(statement)?.[2]
  if (found === undefined) return undefined
  return found.startsWith('"') ? found.slice(1, -1).replaceAll('""', '"') : found
}

async function execute(session: Session, statement: string): Promise<void> {
  try {
    await session.query(statement)
  } catch (error) {
    if (!isLifeboatError(error)) throw error
    throw new LifeboatError({
      code: error.code === 'unexpected' ? 'load-failed' : error.code,
      what: 'a role of the source could not be created',
      ...(error.why === undefined ? {} : { why: error.why }),
      fix: 'restore with a login that may create roles, or create the role first',
      cause: error,
    })
  }
}

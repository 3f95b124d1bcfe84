import type { Check } from '../core/engine.ts'
import { LifeboatError } from '../core/errors.ts'

export interface AllChecks {
  readonly checks: readonly Check[]
  /** How many of the failed ones have a query that is wrong whatever the copy holds. */
  readonly wrongQueries: number
}

/** Throws `content-different` when a check failed, `plan-invalid` when only queries of the plan are wrong: that says nothing of the copy. */
export function requireChecks({ checks, wrongQueries }: AllChecks): void {
  const failed = checks.filter(({ result }) => result === 'failed')
  if (failed.length === 0) return
  const why = failed.map(({ name, detail }) => `${name}: ${detail}`).join('; ')
  if (failed.length === wrongQueries) {
    throw new LifeboatError({
      code: 'plan-invalid',
      what: `${failed.length} checks of the drill plan could not be asked, because their queries are wrong`,
      why,
      fix: 'correct the queries in the plan and drill again; nothing else was found wrong',
    })
  }
  throw new LifeboatError({
    code: 'content-different',
    what: `the restored copy failed ${failed.length} of its checks`,
    why,
    fix: 'find out whether the copy, the source or the check is wrong',
  })
}

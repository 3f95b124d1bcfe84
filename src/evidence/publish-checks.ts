import type { Check } from '../core/engine.ts'
import type { Policy } from '../core/target.ts'

/** Stands for what `evidence.disclosure` keeps out of records. */
export const WITHHELD = '(withheld)'

/** How the detail of a check begins that the server could not answer; what follows up to the colon is a code without data. */
export const UNANSWERED = 'SQLSTATE '

/** The code of a server that could not answer; undefined for any other detail. */
export function stateIn(detail: string): string | undefined {
  return /^SQLSTATE [0-9A-Z]{5}(?=:)/.exec(detail)?.[0]
}

/** An engine's checks as a record may show them: unless all is disclosed without details, which may name what the database holds. */
export function publishEngineChecks(
  checks: readonly Check[],
  disclosure: Policy['disclosure'],
): readonly Check[] {
  return disclosure === 'full' ? checks : checks.map((check) => ({ ...check, detail: WITHHELD }))
}

/** A plan's checks as a record may show them: their names are the plan's own words, so a number in the plan's order stands for each. */
export function publishApplicationChecks(
  checks: readonly Check[],
  disclosure: Policy['disclosure'],
): readonly Check[] {
  if (disclosure === 'full') return checks
  return checks.map(({ result, detail }, index) => ({
    name: `check ${index + 1}`,
    result,
    detail: stateIn(detail) ?? WITHHELD,
  }))
}

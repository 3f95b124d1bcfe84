import type { Clock } from '../core/context.ts'
import type { Check } from '../core/engine.ts'
import { LifeboatError } from '../core/errors.ts'
import { UNANSWERED } from '../evidence/publish-checks.ts'
import { describeExpectation, isAsExpected } from './expectation.ts'
import type { ApplicationCheck } from './plan-schema.ts'
import type { AllChecks } from './require-checks.ts'

/** Asks the restored copy what the plan asks; answers never enter a record, since they may be rows. */
export async function runApplicationChecks(
  checks: readonly ApplicationCheck[],
  ask: (question: string) => Promise<string | null>,
  clock: Clock,
): Promise<AllChecks> {
  const results: Judged[] = []
  for (const check of checks) {
    results.push('skip' in check ? { check: skipped(check, clock) } : await asked(check, ask))
  }
  return {
    checks: results.map(({ check }) => check),
    wrongQueries: results.filter(({ wrongQuery }) => wrongQuery === true).length,
  }
}

interface Judged {
  readonly check: Check
  readonly wrongQuery?: boolean
}

async function asked(
  { name, query, expect }: Extract<ApplicationCheck, { query: string }>,
  ask: (question: string) => Promise<string | null>,
): Promise<Judged> {
  try {
    const good = isAsExpected(await ask(query), expect)
    const wanted = `expected ${describeExpectation(expect)}`
    const detail = good ? wanted : `${wanted}, got something else`
    return { check: { name, result: good ? 'passed' : 'failed', detail } }
  } catch (error) {
    if (!(error instanceof LifeboatError) || error.code === 'cancelled') throw error
    const detail = error.what.startsWith(UNANSWERED) ? error.what : `could not be asked (${error.code})`
    return { check: { name, result: 'failed', detail }, wrongQuery: error.code === 'plan-invalid' }
  }
}

/** An exception that outlives its day is a failure, so that none becomes permanent unseen. */
function skipped({ name, skip }: Extract<ApplicationCheck, { skip: object }>, clock: Clock): Check {
  const expired = clock.now().toISOString().slice(0, 10) > skip.until
  return {
    name,
    result: expired ? 'failed' : 'skipped',
    detail: expired
      ? `the skip ended on ${skip.until}: ${skip.reason}`
      : `until ${skip.until}: ${skip.reason}`,
  }
}

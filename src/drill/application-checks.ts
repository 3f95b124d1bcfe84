import type { Clock } from '../core/context.ts'
import type { Check } from '../core/engine.ts'
import { LifeboatError } from '../core/errors.ts'
import { isAsExpected } from './expectation.ts'
import type { ApplicationCheck } from './plan-schema.ts'

/** Asks the restored copy what the plan asks; answers never enter a record, since they may be rows. */
export async function runApplicationChecks(
  checks: readonly ApplicationCheck[],
  ask: (question: string) => Promise<string | null>,
  clock: Clock,
): Promise<readonly Check[]> {
  const results: Check[] = []
  for (const check of checks) {
    results.push('skip' in check ? skipped(check, clock) : await asked(check, ask))
  }
  return results
}

async function asked(
  { name, query, expect }: Extract<ApplicationCheck, { query: string }>,
  ask: (question: string) => Promise<string | null>,
): Promise<Check> {
  try {
    const good = isAsExpected(await ask(query), expect)
    const wanted = `expected ${JSON.stringify(expect)}`
    return {
      name,
      result: good ? 'passed' : 'failed',
      detail: good ? wanted : `${wanted}, got something else`,
    }
  } catch (error) {
    if (!(error instanceof LifeboatError) || error.code === 'cancelled') throw error
    return { name, result: 'failed', detail: `could not be asked (${error.code})` }
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

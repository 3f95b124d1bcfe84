import type { Check } from '../core/engine.ts'
import { LifeboatError } from '../core/errors.ts'
import type { VolumeProblem } from './volume-check.ts'

const NAMED_AT_MOST = 10

export interface VerificationResult {
  readonly backupId: string
  readonly bad: readonly VolumeProblem[]
  readonly checks: readonly Check[]
}

/** The error that says everything that is wrong with a copy; undefined when nothing is. */
export function judgeVerification({ backupId, bad, checks }: VerificationResult): LifeboatError | undefined {
  const [first] = bad
  if (first !== undefined) {
    const named = bad.map(
      ({ key, error }) => `${key} ${error.code === 'volume-absent' ? 'is absent' : 'was altered'}`,
    )
    return badCopy(first.error.code, backupId, named)
  }
  const failed = checks.filter(({ result }) => result === 'failed')
  if (failed.length === 0) return undefined
  // The details may repeat a program's words about a row, so they stay out of what is published.
  return badCopy(
    'part-malformed',
    backupId,
    failed.map(({ name }) => `${name} cannot be read`),
  )
}

function badCopy(code: LifeboatError['code'], backupId: string, faults: readonly string[]): LifeboatError {
  const more = faults.length > NAMED_AT_MOST ? `, and ${faults.length - NAMED_AT_MOST} more` : ''
  return new LifeboatError({
    code,
    what: `the backup ${backupId} is bad: ${faults.slice(0, NAMED_AT_MOST).join(', ')}${more}`,
    fix: 'keep what is left of it, restore from another copy when needed, and take a new backup now',
  })
}

import type { Check } from '../core/engine.ts'
import { LifeboatError } from '../core/errors.ts'
import type { VolumeProblem } from './volume-check.ts'

/** A tree that is gone has thousands of objects, and one is enough to know it by. */
const NAMED_AT_MOST = 3

export interface VerificationResult {
  readonly backupId: string
  readonly bad: readonly VolumeProblem[]
  readonly checks: readonly Check[]
  /** What programs said about the parts. */
  readonly complaints: readonly string[]
}

/** The error that says everything that is wrong with a copy; undefined when nothing is. */
export function judgeVerification(result: VerificationResult): LifeboatError | undefined {
  const { backupId, bad, checks, complaints } = result
  const [first] = bad
  if (first !== undefined) {
    const named = bad.map(
      ({ key, error }) => `${key} ${error.code === 'volume-absent' ? 'is absent' : 'was altered'}`,
    )
    const why = bad.slice(0, NAMED_AT_MOST).map(({ error }) => error.why ?? error.what)
    return badCopy({ code: first.error.code, backupId, faults: named, why })
  }
  const failed = checks.filter((check) => check.result === 'failed')
  if (failed.length === 0) return undefined
  const faults = failed.map(({ name }) => `${name} cannot be read`)
  return badCopy({ code: 'part-malformed', backupId, faults, why: complaints })
}

interface BadCopy {
  readonly code: LifeboatError['code']
  readonly backupId: string
  readonly faults: readonly string[]
  readonly why: readonly string[]
}

function badCopy({ code, backupId, faults, why }: BadCopy): LifeboatError {
  const more = faults.length > NAMED_AT_MOST ? `, and ${faults.length - NAMED_AT_MOST} more` : ''
  return new LifeboatError({
    code,
    what: `the backup ${backupId} is bad: ${faults.slice(0, NAMED_AT_MOST).join(', ')}${more}`,
    ...(why.length === 0 ? {} : { why: [...new Set(why)].slice(0, NAMED_AT_MOST).join('\n') }),
    fix: 'keep what is left of it, restore from another copy when needed, and take a new backup now',
  })
}

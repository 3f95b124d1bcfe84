import { isBranchName } from '../config/branch-name.ts'
import { LifeboatError } from '../core/errors.ts'

/** The branch that `--branch` names, else the configured one. Throws `usage-invalid` for what git would not take. */
export function chosenBranch(written: unknown, configured: string): string {
  if (typeof written !== 'string') return configured
  if (isBranchName(written)) return written
  throw new LifeboatError({
    code: 'usage-invalid',
    what: `--branch takes the name of a git branch, not ${JSON.stringify(written)}`,
    fix: 'name one that git branch would make',
  })
}

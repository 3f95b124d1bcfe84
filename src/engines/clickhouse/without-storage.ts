import { LifeboatError } from '../../core/errors.ts'

/** Where rows of the backup have no table to go into: going on would lose them without a word. */
export function withoutStorage(names: readonly string[]): LifeboatError {
  return new LifeboatError({
    code: 'load-failed',
    what: `there is no table for rows of ${names.join(', ')}`,
    why: 'it was not made, or the login is not shown it; the rows of a materialized view lie in an inner table',
    fix: 'restore with a login that may SHOW and INSERT in the whole database',
  })
}

import { LifeboatError } from '../core/errors.ts'
import type { Event } from './event.ts'
import type { Inputs } from './inputs.ts'

/**
 * Throws `untrusted-event` for everything but `validate --offline` in a run that a fork's pull request started: its author could
 * send backups to a store of their own, and such a run has no secrets for a reason.
 */
export function refuseFork({ fork }: Event, { command, args }: Inputs): void {
  if (fork === undefined || (command === 'validate' && args.includes('--offline'))) return
  throw new LifeboatError({
    code: 'untrusted-event',
    what: `${command} does not run for a pull request from ${fork}`,
    why: 'whoever opens it chooses the configuration, and the run has no secrets',
    fix: 'run it on schedule or workflow_dispatch; for pull requests use validate with args: --offline',
  })
}

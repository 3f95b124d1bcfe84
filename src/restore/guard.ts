import { unvouchedFor } from '../backup/delegated/bases.ts'
import { LifeboatError } from '../core/errors.ts'
import type { RestorePlan } from './plan.ts'

/** For every engine: a backup is of one database of a server, or of a server that has no others. */
const ELSEWHERE =
  'name a new or empty database (--into NAME), or where a backup is of a whole server the address of an empty server (--into env:NAME)'

/**
 * Refuses what must never happen: loading into the source itself, or into anything that holds data, or from a backup that
 * nothing vouches for. Throws `destination-is-source`, `destination-not-empty` or `backup-unanchored`.
 */
export function guardRestore(plan: RestorePlan, acceptUnanchored: boolean): void {
  if (plan.exists && plan.destination.id === plan.source.id) {
    throw new LifeboatError({
      code: 'destination-is-source',
      what: `${plan.destination.address} is the database that this backup was taken from`,
      fix: `${ELSEWHERE}; the safe swap of old and new is made after it has been checked`,
    })
  }
  if (plan.exists && plan.mayBeSource) {
    throw new LifeboatError({
      code: 'destination-is-source',
      what: `${plan.destination.address} may be the database that this backup was taken from`,
      why: "a login is not allowed to read the server's own identifier, and the rest does not tell them apart",
      fix: `${ELSEWHERE}, or let both logins read the identifier (postgres: GRANT EXECUTE ON FUNCTION pg_control_system())`,
    })
  }
  if (plan.objects > 0) {
    throw new LifeboatError({
      code: 'destination-not-empty',
      what: `${plan.destination.address} is not empty: it holds ${plan.objects} ${plan.objects === 1 ? 'object' : 'objects'}`,
      fix: `${ELSEWHERE}; what a killed restore left goes with lifeboat sweep where that server is a target's, or by hand (docs/troubleshooting.md, docs/engines.md)`,
    })
  }
  if (plan.anchor === 'none' && !acceptUnanchored) {
    throw new LifeboatError({
      code: 'backup-unanchored',
      what: `${unvouchedFor(plan.backup.id, plan)}: its manifest could have been replaced`,
      fix: 'restore another backup, or say --accept-unanchored after you have made sure where it comes from',
    })
  }
}

/** Throws `destination-not-planned` when another destination was planned, and maybe approved, than this one. */
export function requirePlanned(plan: RestorePlan, expected: string | undefined): void {
  if (expected === undefined || expected === plan.destinationDigest) return
  throw new LifeboatError({
    code: 'destination-not-planned',
    what: `${plan.destination.address} is not the destination that was planned`,
    why: 'its address, its server or its name differs from that of the plan, or a login is not told which server it is',
    fix: 'give the plan and the restore the same address, and plan again',
  })
}

/** Throws `confirmation-missing` unless the destination's name was typed or given. */
export function requireConfirmation(
  answer: 'typed' | 'flag' | 'refused',
  plan: RestorePlan,
): asserts answer is 'typed' | 'flag' {
  if (answer !== 'refused') return
  throw new LifeboatError({
    code: 'confirmation-missing',
    what: 'the restore was not confirmed, nothing was done',
    fix: `type ${plan.confirmation} when asked, or give --confirm ${plan.confirmation}`,
  })
}

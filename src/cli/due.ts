import { EXIT } from '../core/errors.ts'
import type { ScheduleKind, Target } from '../core/target.ts'
import type { TargetJob } from '../evidence/target-job.ts'
import { closing } from './closing.ts'
import { openLedger } from './open-ledger.ts'
import { seconds } from './output/lines.ts'
import type { Shell } from './shell.ts'
import type { Outcome, Verb } from './verb.ts'

/** Why a run is made, and the record it owes when a scheduled time was claimed for it. */
export type Occasion = Pick<TargetJob, 'trigger' | 'recordId'>

export interface DueCall {
  readonly target: Target
  readonly kind: ScheduleKind
  /** False for a run that somebody wants now, whatever the schedule says. */
  readonly due: boolean
  readonly shell: Shell
}

const MINUTE_MS = 60_000
/** The runner's clock and the store's differ; what is said to be due too early its claim decides by the store's. */
const PLAN_TOLERANCE_MS = 5 * MINUTE_MS
/** For what a run does before and after the work that its time limit is for. */
const MARGIN_MS = 15 * MINUTE_MS

/** The option of every verb that runs on a schedule. */
export const DUE_OPTION: NonNullable<Verb['options']>[number] = {
  flags: '--due',
  description: 'only what the schedule asks for and nobody has run yet; for frequent ticks',
}

/**
 * Runs a use case for a target, with `due` only when its schedule asks for it: claims the newest scheduled time for the run,
 * calls the older ones missed, and records the policy when it has changed.
 */
export async function whenDue(
  { due, ...call }: DueCall,
  run: (occasion: Occasion) => Promise<Outcome>,
): Promise<Outcome> {
  if (!due) return run({ trigger: call.shell.trigger })
  const taken = await claimDue(call)
  if ('nothing' in taken) return taken.nothing
  try {
    return await run(taken.occasion)
  } catch (error) {
    await taken.unrun(error)
    throw error
  }
}

/** A scheduled time that is this run's now. */
export interface Claim {
  readonly occasion: Occasion
  /** Accounts for it when the run ended before it could leave a record. */
  readonly unrun: (error: unknown) => Promise<void>
}

/** Claims what is due, or says why there is nothing to do. */
export async function claimDue({
  target,
  kind,
  shell,
}: Omit<DueCall, 'due'>): Promise<Claim | { readonly nothing: Outcome }> {
  const { openJob } = await import('./open-job.ts')
  const { recordPolicy } = await import('../evidence/policy-record.ts')
  const { periodsOf } = await import('../schedule/periods.ts')
  const { recordUnrun } = await import('../slots/record-unrun.ts')
  const { takeDue } = await import('../slots/take-due.ts')
  await using job = await openJob(target, shell)
  const periods = periodsOf(await recordPolicy(job), kind)
  if (target.schedule[kind] === undefined)
    return { nothing: nothing(target, kind, { state: 'notScheduled' }) }
  const { store, context } = job
  const taken = await takeDue({
    store,
    target: target.name,
    kind,
    periods,
    holdMs: holdMs(target, kind),
    context,
    // A backup needs no ledger.
    ...(kind === 'backup' ? {} : { beforeClaim: () => openLedger(shell) }),
  })
  if (taken.state !== 'taken') return { nothing: nothing(target, kind, taken) }
  const occasion = { trigger: { ...shell.trigger, ...taken.trigger }, recordId: taken.recordId }
  const unrun = async (error: unknown): Promise<void> => {
    try {
      await using again = await openJob(target, shell)
      await recordUnrun({ ...again, ...occasion }, kind, error)
    } catch {
      // The failure matters more than its record, and the store may be what failed: then the claim expires.
    }
  }
  return { occasion, unrun }
}

/**
 * Whether a tick has anything to do for a target, only looked at; also true when its policy has to be recorded first.
 * Throws when the store cannot be read: nothing is concluded from what was not seen.
 */
export async function mayBeDue(target: Target, kind: ScheduleKind, shell: Shell): Promise<boolean> {
  if (target.schedule[kind] === undefined) return false
  const { isPolicyOf, readPolicies } = await import('../evidence/policy-record.ts')
  const { periodsOf } = await import('../schedule/periods.ts')
  const { findDue } = await import('../slots/take-due.ts')
  const configuration = await shell.configuration()
  await using store = closing(await configuration.storeReader(target.store))
  const policies = await readPolicies(store.value, target.name)
  const newest = policies.at(-1)
  if (newest === undefined || !isPolicyOf(newest, target)) return true
  const search = {
    target: target.name,
    kind,
    periods: periodsOf(policies, kind),
    holdMs: holdMs(target, kind),
  }
  const { clock } = await shell.context()
  const soon = new Date(clock.now().getTime() + PLAN_TOLERANCE_MS)
  return (await findDue({ store: store.value, ...search }, soon)) !== undefined
}

/** How long a run of a kind has a claimed time for itself; another tick takes over what left no record by then. */
function holdMs({ settings }: Target, kind: ScheduleKind): number {
  if (kind === 'drill') return settings.drillTimeoutMs + MARGIN_MS
  return settings.backupTimeoutMs + MARGIN_MS
}

type Nothing =
  | { readonly state: 'notScheduled' }
  | { readonly state: 'idle'; readonly next: Date | undefined }
  | { readonly state: 'busy'; readonly scheduledFor: Date }

function nothing(target: Target, kind: ScheduleKind, found: Nothing): Outcome {
  return {
    exitCode: EXIT.done,
    result: { target: target.name, due: found },
    text: `${target.name}: ${sentence(kind, found)}`,
  }
}

function sentence(kind: ScheduleKind, found: Nothing): string {
  if (found.state === 'notScheduled') return `no ${kind} is scheduled`
  if (found.state === 'busy') return `the ${kind} of ${iso(found.scheduledFor)} is another run's`
  return found.next === undefined
    ? `no ${kind} is due, and none will be`
    : `no ${kind} is due; next ${iso(found.next)}`
}

function iso(time: Date): string {
  return seconds(time.toISOString())
}

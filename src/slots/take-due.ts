import pLimit from 'p-limit'
import type { Context } from '../core/context.ts'
import { isLifeboatError } from '../core/errors.ts'
import { newId } from '../core/identifiers.ts'
import type { RecordBase } from '../core/record.ts'
import type { StoreReader, StoreWriter } from '../core/store.ts'
import type { ScheduleKind } from '../core/target.ts'
import { due, nextDue, type Due, type Period } from '../schedule/due.ts'
import { claimSlot } from './claim-slot.ts'
import { readClaims } from './read-claims.ts'

export interface DueSearch {
  readonly store: StoreReader
  readonly target: string
  readonly kind: ScheduleKind
  /** When which schedule was in force, as the policy records say. */
  readonly periods: readonly Period[]
  /** How long the run and its record may take at most. */
  readonly holdMs: number
}

export interface DueRequest extends DueSearch {
  readonly store: StoreWriter
  readonly context: Context
  /** Is called when something is due: what throws here leaves the time to the next tick. */
  readonly beforeClaim?: () => Promise<unknown>
}

export type Taken =
  | { readonly state: 'idle'; readonly next: Date | undefined }
  /** Another tick was faster. */
  | { readonly state: 'busy'; readonly scheduledFor: Date }
  /** Ours: the run must write a record of this id and with this trigger, whatever its outcome. */
  | { readonly state: 'taken'; readonly recordId: string; readonly trigger: RecordBase['trigger'] }

const CLAIMS_AT_ONCE = 8

/**
 * Claims what a target has to run now. The older times that nobody accounts for are claimed as missed for the same record,
 * so that each time is run once or missed once, however many ticks come at once. Throws when the store cannot be read.
 */
export async function takeDue(request: DueRequest): Promise<Taken> {
  const { store, context, periods } = request
  const now = await store.now()
  const found = await findDue(request, now)
  if (found === undefined) return { state: 'idle', next: nextDue(periods, now) }
  await request.beforeClaim?.()
  const recordId = newId(context.clock, context.random)
  const claim = (time: Date): Promise<boolean> => claimTime(time, { request, recordId, now })
  if (!(await claim(found.scheduledFor))) return { state: 'busy', scheduledFor: found.scheduledFor }
  // The newest time is ours by now and must be run; what cannot be claimed as missed stays open.
  const claimMissed = (time: Date): Promise<boolean> => claim(time).catch(() => false)
  const claimed = await pLimit(CLAIMS_AT_ONCE).map([...found.missed], claimMissed)
  return { state: 'taken', recordId, trigger: triggerOf(found, claimed) }
}

/** What is due, only looked at. Throws when the store cannot be read. */
export async function findDue(
  { store, target, kind, periods, holdMs }: DueSearch,
  now: Date,
): Promise<Due | undefined> {
  const [first] = periods
  if (first === undefined) return undefined
  const claims = await readClaims({ store, target, kind, since: first.from, now, holdMs })
  return due({ ...claims, periods, now })
}

async function claimTime(
  time: Date,
  { request, recordId, now }: { readonly request: DueRequest; readonly recordId: string; readonly now: Date },
): Promise<boolean> {
  try {
    await claimSlot({ ...request, scheduledFor: time.toISOString(), recordId, now })
    return true
  } catch (error) {
    if (isLifeboatError(error, 'busy')) return false
    throw error
  }
}

function triggerOf(
  { scheduledFor, slippageMs, missed }: Due,
  claimed: readonly boolean[],
): RecordBase['trigger'] {
  return {
    kind: 'schedule',
    scheduledFor: scheduledFor.toISOString(),
    slippageMs,
    missed: missed.filter((_, index) => claimed[index]).map((time) => time.toISOString()),
  }
}

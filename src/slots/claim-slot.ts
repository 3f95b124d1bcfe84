import { hostname } from 'node:os'
import { z } from 'zod'
import type { Context } from '../core/context.ts'
import { isLifeboatError, LifeboatError } from '../core/errors.ts'
import { idTimestamp } from '../core/identifiers.ts'
import { KEYS } from '../core/manifest.ts'
import type { StoreReader, StoreWriter } from '../core/store.ts'
import type { ScheduleKind } from '../core/target.ts'
import { canonicalBytes } from '../evidence/canonical.ts'
import { instant, recordId } from '../evidence/schema/base-schema.ts'
import { putOnce } from '../backup/put-once.ts'
import { readObject } from '../evidence/read-object.ts'
import type { SlotState } from '../schedule/due.ts'

const claimSchema = z.strictObject({
  format: z.literal('lifeboat-slot/1'),
  /** The record that the holder will write, whatever its outcome. */
  recordId,
  runId: z.string(),
  host: z.string(),
  /** By the store's clock. */
  claimedAt: instant,
  expiresAt: instant,
})

export type SlotClaim = z.infer<typeof claimSchema>

export interface SlotRequest {
  readonly store: StoreWriter
  readonly target: string
  readonly kind: ScheduleKind
  /** RFC 3339: the time that the schedule names, not the time of the tick. */
  readonly scheduledFor: string
  readonly recordId: string
  /** How long the holder may take; a claim past it that left no record was its killed holder's and is taken over. */
  readonly holdMs: number
  /** By the store's clock, where it was just asked. */
  readonly now?: Date
  readonly context: Context
}

/** Makes sure that of all the ticks that see one scheduled time only one does its job. Throws `busy` for the others. */
export async function claimSlot(request: SlotRequest): Promise<void> {
  const { store, target, kind } = request
  const slot = KEYS.slot(target, kind, idTimestamp(new Date(request.scheduledFor)))
  const now = request.now ?? (await store.now())
  // Claims are never removed, so each takeover has a key of its own.
  for (let takeover = 0; ; takeover += 1) {
    const key = takeover === 0 ? slot : `${slot}.${takeover}`
    const holder = await claim(key, request, now)
    if (holder === undefined) return
    if ((await claimState(store, holder, now)) !== 'abandoned') throw taken(request, holder)
  }
}

/** Undefined when the key is now ours, else who holds it. */
async function claim(key: string, request: SlotRequest, now: Date): Promise<SlotClaim | undefined> {
  const claimed: SlotClaim = {
    format: 'lifeboat-slot/1',
    recordId: request.recordId,
    runId: request.context.runId,
    host: hostname(),
    claimedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + request.holdMs).toISOString(),
  }
  try {
    await putOnce(request.store, key, canonicalBytes(claimed))
    return undefined
  } catch (error) {
    if (!isLifeboatError(error, 'object-exists')) throw error
    return readClaim(request.store, key)
  }
}

/** Throws `store-refused` for what is no claim: what cannot be read counts neither as done nor as open. */
export async function readClaim(store: StoreReader, key: string): Promise<SlotClaim> {
  const content = (await readObject(store, key)).toString('utf8')
  try {
    return claimSchema.parse(JSON.parse(content))
  } catch (cause) {
    throw new LifeboatError({
      code: 'store-refused',
      what: `${key} in store ${store.name} is no claim of a scheduled time, so nobody can tell whose it is`,
      fix: 'find out who wrote it and remove it, or start the run by hand',
      cause,
    })
  }
}

/** A claim whose record is there is done, one past its time without a record was its killed holder's. */
export async function claimState(store: StoreReader, holder: SlotClaim, now: Date): Promise<SlotState> {
  if ((await store.head(KEYS.record(holder.recordId))) !== undefined) return 'done'
  return now <= new Date(holder.expiresAt) ? 'held' : 'abandoned'
}

function taken({ target, kind, scheduledFor }: SlotRequest, holder: SlotClaim): LifeboatError {
  return new LifeboatError({
    code: 'busy',
    what: `the ${kind} of ${target} scheduled for ${scheduledFor} is or was another run's`,
    why: `run ${holder.runId} on ${holder.host} claimed it at ${holder.claimedAt}`,
    fix: 'nothing is to do; to run it again all the same, start it by hand',
  })
}

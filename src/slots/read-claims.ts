import pLimit from 'p-limit'
import { idTimestamp, timestampTime } from '../core/identifiers.ts'
import { KEYS } from '../core/manifest.ts'
import type { StoreReader } from '../core/store.ts'
import type { ScheduleKind } from '../core/target.ts'
import type { Claims, SlotState } from '../schedule/due.ts'
import { claimState, readClaim } from './claim-slot.ts'

export interface ClaimSearch {
  readonly store: StoreReader
  readonly target: string
  readonly kind: ScheduleKind
  /** Nothing was scheduled before. */
  readonly since: Date
  /** By the store's clock. */
  readonly now: Date
  /** How long a holder may take. */
  readonly holdMs: number
}

/** The last claim of a scheduled time: those before it were taken over. */
interface LastClaim {
  readonly key: string
  readonly time: number
  readonly modifiedMs: number
}

const READS_AT_ONCE = 4
/** So many hold times before a finished run's claim nothing is open: what was, its tick has claimed. */
const HOLDS_UNTIL_SETTLED = 2

/**
 * What the claims in a store say of a target's scheduled times. Listed two months back, further only where none of those is
 * done, and read only as far as a holder may still be at work or was killed since. Throws what cannot be listed or read.
 */
export async function readClaims(search: ClaimSearch): Promise<Claims> {
  const recent = recentMonths(search.now)
  const claims = await judge(await listClaims(search, recent), search)
  const oldest = recent.at(-1) ?? ''
  if (claims.settledUntil !== undefined || monthOf(search.since) >= oldest) return claims
  return judge(await listClaims(search, years(search)), search)
}

/** Reads claims from the newest on until those that a finished run has settled. */
async function judge(claims: readonly LastClaim[], search: ClaimSearch): Promise<Claims> {
  const newestFirst = claims.toSorted((a, b) => b.modifiedMs - a.modifiedMs)
  const slots = new Map<number, SlotState>()
  let settledBefore = -Infinity
  for (let index = 0; index < newestFirst.length; index += READS_AT_ONCE) {
    const batch = newestFirst.slice(index, index + READS_AT_ONCE)
    const states = await pLimit(READS_AT_ONCE).map(batch, (claim) => stateOf(claim, search))
    for (const [position, { time }] of batch.entries()) slots.set(time, states[position] ?? 'held')
    const done = batch.find((_, position) => states[position] === 'done')
    if (done !== undefined && settledBefore === -Infinity)
      settledBefore = done.modifiedMs - HOLDS_UNTIL_SETTLED * search.holdMs
    if (batch.every(({ modifiedMs }) => modifiedMs < settledBefore)) break
  }
  const done = [...slots].filter(([, state]) => state === 'done').map(([time]) => time)
  return { slots, ...(done.length === 0 ? {} : { settledUntil: new Date(Math.max(...done)) }) }
}

async function stateOf({ key }: LastClaim, { store, now }: ClaimSearch): Promise<SlotState> {
  return claimState(store, await readClaim(store, key), now)
}

/** The claims whose names begin with one of these: `2026`, `202611`. */
export async function listClaims(
  { store, target, kind }: Pick<ClaimSearch, 'store' | 'target' | 'kind'>,
  prefixes: readonly string[],
): Promise<readonly LastClaim[]> {
  const found = new Map<number, LastClaim & { readonly takeover: number }>()
  for (const prefix of prefixes) {
    for await (const { key, modifiedAt } of store.list(KEYS.slot(target, kind, prefix))) {
      const [timestamp = '', takeover = '0'] = key.slice(key.lastIndexOf('/') + 1).split('.')
      const time = timestampTime(timestamp)?.getTime()
      if (time === undefined || Number(takeover) < (found.get(time)?.takeover ?? 0)) continue
      found.set(time, { key, time, modifiedMs: modifiedAt.getTime(), takeover: Number(takeover) })
    }
  }
  return [...found.values()]
}

/** Begin of the claims' names: `202611`. */
function monthOf(time: Date): string {
  return idTimestamp(time).slice(0, 6)
}

/** This month and the one before. */
export function recentMonths(now: Date): readonly string[] {
  const before = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1))
  return [monthOf(now), monthOf(before)]
}

function years({ since, now }: ClaimSearch): readonly string[] {
  const first = since.getUTCFullYear()
  return Array.from({ length: now.getUTCFullYear() - first + 1 }, (_, index) => String(first + index))
}

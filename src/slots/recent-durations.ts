import { isLifeboatError } from '../core/errors.ts'
import { KEYS } from '../core/manifest.ts'
import type { StoreReader } from '../core/store.ts'
import { parseRecord } from '../evidence/schema/record-schema.ts'
import { readObject } from '../evidence/read-object.ts'
import { readClaim } from './claim-slot.ts'
import { listClaims, recentMonths, type ClaimSearch } from './read-claims.ts'

/** As many runs as a median needs. */
const MOST_RUNS = 9

/** How long the last scheduled runs of a target took, in milliseconds; those that could not run or were cancelled say nothing. */
export async function recentDurations(
  search: Pick<ClaimSearch, 'store' | 'target' | 'kind' | 'now'>,
): Promise<readonly number[]> {
  const { store } = search
  const claims = await listClaims(search, recentMonths(search.now))
  const newest = claims.toSorted((a, b) => b.time - a.time).slice(0, MOST_RUNS)
  const ids = new Set<string>()
  for (const { key } of newest) ids.add((await readClaim(store, key)).recordId)
  const durations = await Promise.all([...ids].map((id) => durationOf(store, id)))
  return durations.filter((duration) => duration !== undefined)
}

async function durationOf(store: StoreReader, id: string): Promise<number | undefined> {
  try {
    const parsed = parseRecord(await readObject(store, KEYS.record(id)))
    if ('complaint' in parsed) return undefined
    const { outcome, durationMs } = parsed.record
    return outcome === 'succeeded' || outcome === 'failed' ? durationMs : undefined
  } catch (error) {
    if (isLifeboatError(error, 'object-absent')) return undefined
    throw error
  }
}

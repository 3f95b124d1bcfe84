import type { CatalogEntry } from '../backup/catalog.ts'
import type { SeenBackup } from './look-at-backup.ts'

/** Clocks differ; what is later than this is of the future. */
export const TOLERATED_SKEW_MS = 60_000

/** What a backup's id says that cannot be, in words: such a backup counts for nothing; undefined for any other. */
export function futureId({ at }: CatalogEntry, now: Date): string | undefined {
  return isFuture(at.getTime(), now) ? 'says that it is of the future' : undefined
}

/** The same of the instant of its data and of when it was whole. */
export function futureContent({ manifest, availableAt }: SeenBackup, now: Date): string | undefined {
  const { fromAt } = manifest.consistency
  if (isFuture(Date.parse(fromAt), now))
    return `says that it holds the data of ${fromAt}, which is in the future`
  if (availableAt === undefined || !isFuture(Date.parse(availableAt), now)) return undefined
  return `says that it was whole at ${availableAt}, which is in the future`
}

function isFuture(time: number, now: Date): boolean {
  return time > now.getTime() + TOLERATED_SKEW_MS
}

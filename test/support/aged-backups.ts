import { runBackup } from '../../src/backup/backup.ts'
import type { BackupRecord } from '../../src/core/record.ts'
import type { StoreAdmin } from '../../src/core/store.ts'
import { systemClock } from '../../src/runtime/clock.ts'
import type { BackupBench } from './backup-bench.ts'
import { aheadBy } from './moved-clock.ts'

export const DAY_MS = 86_400_000

/** A backup by the real writer, on a computer and in a store whose clocks stand that many days back. */
export async function backupAged(bench: BackupBench, store: StoreAdmin, days: number): Promise<BackupRecord> {
  const ageMs = days * DAY_MS
  const clock = { ...systemClock, now: () => new Date(Date.now() - ageMs) }
  const job = await bench.with({ context: { clock } })
  return runBackup({ ...job, store: aheadBy(store, -ageMs) })
}

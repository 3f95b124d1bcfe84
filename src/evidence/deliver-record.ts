import type { Reporter } from '../core/context.ts'
import { isLifeboatError } from '../core/errors.ts'
import type { EvidenceRecord } from '../core/record.ts'
import type { StoreWriter } from '../core/store.ts'
import { asUnwritten, UndeliveredRecord } from './undelivered-record.ts'
import { writeRecord } from './write-record.ts'
import { reportFailure } from '../runtime/report-failure.ts'

export interface Delivery {
  readonly store: StoreWriter
  readonly reporter: Reporter
  /** What ended the run; undefined when it succeeded. */
  readonly reason: unknown
}

/**
 * Writes a run's record and tells its failure in full. Throws `evidence-undelivered` for a run that succeeded; where it did not,
 * the failure matters more than its record, and the store may be what failed.
 */
export async function deliverRecord<R extends EvidenceRecord>(record: R, delivery: Delivery): Promise<R> {
  const { store, reporter, reason } = delivery
  reportFailure(reporter, record, reason)
  try {
    await writeRecord(store, record)
  } catch (error) {
    const shown = asUnwritten(record)
    if (record.error === undefined) {
      throw isLifeboatError(error, 'evidence-undelivered') ? new UndeliveredRecord(shown, error) : error
    }
    reporter.report({ event: 'warning', message: error instanceof Error ? error.message : String(error) })
    return shown
  }
  return record
}

import { LifeboatError } from '../core/errors.ts'
import type { EvidenceRecord } from '../core/record.ts'

const UNWRITTEN = 'This record could not be written to the store, so it is kept nowhere.'

/** A run was done and judged, and only its record could not be kept: what it says is here. */
export class UndeliveredRecord<R extends EvidenceRecord = EvidenceRecord> extends LifeboatError {
  readonly record: R

  constructor(record: R, { what, why, fix, cause }: LifeboatError) {
    super({
      code: 'evidence-undelivered',
      what,
      ...(why === undefined ? {} : { why }),
      ...(fix === undefined ? {} : { fix }),
      cause,
    })
    this.record = record
  }
}

/** The record as it is shown when no store took it. */
export function asUnwritten<R extends EvidenceRecord>(record: R): R {
  return { ...record, limitations: [...record.limitations, UNWRITTEN] }
}

export function isUnwritten({ limitations }: Pick<EvidenceRecord, 'limitations'>): boolean {
  return limitations.includes(UNWRITTEN)
}

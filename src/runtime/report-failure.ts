import type { Reporter } from '../core/context.ts'
import { LifeboatError } from '../core/errors.ts'
import type { EvidenceRecord } from '../core/record.ts'

/** Tells in full why a run ended as its record says; the record itself publishes only code and `what`. */
export function reportFailure(reporter: Reporter, record: EvidenceRecord, error: unknown): void {
  if (record.error === undefined) return
  const { why, fix } = error instanceof LifeboatError ? error : { why: wordsOf(error), fix: undefined }
  reporter.report({
    event: 'failure',
    target: record.target,
    code: record.error.code,
    what: record.error.message,
    ...(why === undefined ? {} : { why }),
    ...(fix === undefined ? {} : { fix }),
  })
}

function wordsOf(error: unknown): string | undefined {
  return error instanceof Error ? error.message : undefined
}

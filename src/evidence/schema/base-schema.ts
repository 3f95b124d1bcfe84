import { z } from 'zod'
import type { RecordBase } from '../../core/record.ts'
import type { SameType } from './same-type.ts'

/** Counts, milliseconds, bytes. */
export const natural = z.int().nonnegative()

/** RFC 3339 in UTC; servers give up to nanoseconds. */
export const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/)

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

export const recordId = z.string().regex(/^\d{8}T\d{6}Z-[0-9a-z]{4,12}$/)

export const anchor = z.literal(['ledger', 'store', 'none'])

export const disclosure = z.literal(['full', 'pseudonymous', 'totals'])

export const grade = z.literal([0, 1, 2, 3, 4, 5, 6, 7])

export const verdict = z.literal(['met', 'breached', 'notMeasured', 'notComparable'])

export const outcome = z.literal(['succeeded', 'failed', 'couldNotRun', 'cancelled'])

const error = z.strictObject({ code: z.string().min(1), message: z.string() })

const workflowRun = z.strictObject({
  repository: z.string().min(1),
  workflowRef: z.string().min(1),
  event: z.string().min(1),
  runId: z.string().min(1),
  attempt: natural,
  url: z.string().min(1),
  actor: z.string().min(1),
})

const trigger = z.strictObject({
  kind: z.literal(['manual', 'schedule']),
  scheduledFor: z.exactOptional(instant),
  slippageMs: z.exactOptional(z.int()),
  missed: z.exactOptional(z.array(instant)),
  run: z.exactOptional(workflowRun),
})

/** What every record holds. */
export const base = {
  format: z.literal('lifeboat-record/1'),
  id: recordId,
  project: z.string().min(1),
  target: z.string().min(1),
  engine: z.string().min(1),
  startedAt: instant,
  finishedAt: instant,
  durationMs: natural,
  outcome,
  error: z.exactOptional(error),
  trigger,
  policyDigest: sha256,
  toolVersion: z.string().min(1),
  phases: z.array(z.strictObject({ name: z.string().min(1), durationMs: natural })),
  limitations: z.array(z.string()),
}

const baseSchema = z.strictObject(base)
true satisfies SameType<z.infer<typeof baseSchema>, RecordBase>

export const backupReference = z.strictObject({
  id: recordId,
  store: z.string().min(1),
  manifestKey: z.string().min(1),
  manifestSha256: sha256,
})

export const consistency = z.strictObject({
  kind: z.literal(['transactional', 'perObject', 'fuzzy']),
  fromAt: instant,
  toAt: instant,
})

export const check = z.strictObject({
  name: z.string().min(1),
  result: z.literal(['passed', 'failed', 'skipped']),
  detail: z.string(),
})

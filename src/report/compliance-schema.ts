import { z } from 'zod'
import type { Compliance } from '../compliance/compliance.ts'
import { instant, natural, recordId, sha256 } from '../evidence/schema/base-schema.ts'
import { policySchema } from '../evidence/schema/policy-schema.ts'
import type { SameType } from '../evidence/schema/same-type.ts'

const text = z.string().min(1)
const verdict = z.literal(['met', 'breached', 'notMeasured', 'notComparable'])
const outcome = z.literal(['succeeded', 'failed', 'couldNotRun', 'cancelled'])
const kind = z.literal(['backup', 'verify', 'drill', 'prune', 'check'])
const basisPoints = z.int().min(0).max(10_000)

const worst = { exposureMs: natural, at: instant }
const exposure = z.strictObject({
  verdict,
  worst: z.exactOptional(z.strictObject(worst)),
  withoutPointMs: natural,
  judgedMs: natural,
  insideMs: natural,
  insideBps: z.exactOptional(basisPoints),
  breaches: z.array(
    z.strictObject({
      from: instant,
      to: instant,
      durationMs: natural,
      worst: z.exactOptional(z.strictObject(worst)),
      withoutPointMs: natural,
    }),
  ),
})

const drill = z.strictObject({
  id: recordId,
  sha256,
  plan: text,
  startedAt: instant,
  outcome,
  backup: z.exactOptional(recordId),
  proven: z.boolean(),
  grade: z.exactOptional(natural),
  rtaMs: z.exactOptional(natural),
  rtoMs: z.exactOptional(natural),
  verdicts: z.strictObject({ rto: verdict, integrity: verdict }),
  phases: z.array(z.strictObject({ name: text, durationMs: natural })),
})

const run = { id: recordId, sha256, outcome, startedAt: instant }
const population = z.strictObject({
  counts: z.array(
    z.strictObject({
      kind,
      expected: natural,
      executed: natural,
      late: natural,
      failed: natural,
      cancelled: natural,
      missed: natural,
      pending: natural,
      superseded: natural,
      unexpected: natural,
    }),
  ),
  slots: z.array(
    z.strictObject({
      kind,
      scheduledFor: instant,
      state: z.literal(['executed', 'late', 'failed', 'cancelled', 'missed', 'pending']),
      slippageMs: z.exactOptional(z.int()),
      runs: z.array(z.strictObject({ ...run, superseded: z.boolean() })),
      noticedBy: z.exactOptional(recordId),
    }),
  ),
  unexpected: z.array(z.strictObject({ ...run, kind, reason: z.literal(['manual', 'notInForce']) })),
})

const target = z.strictObject({
  target: text,
  engine: text,
  judged: z.exactOptional(z.strictObject({ from: instant, to: instant })),
  policies: z.array(
    z.strictObject({
      id: recordId,
      sha256,
      from: instant,
      to: instant,
      objectives: policySchema.shape.objectives,
      schedule: policySchema.shape.schedule,
      timeZone: text,
    }),
  ),
  rpo: z.strictObject({ claimed: exposure, proven: exposure }),
  rto: z.strictObject({
    verdict,
    n: natural,
    medianMs: z.exactOptional(natural),
    maxMs: z.exactOptional(natural),
    phases: z.array(z.strictObject({ name: text, n: natural, medianMs: natural })),
  }),
  drills: z.array(drill),
  population,
  verdicts: z.strictObject({
    rpoClaimed: verdict,
    rpoProven: verdict,
    rto: verdict,
    integrity: verdict,
    overall: verdict,
  }),
  limitations: z.array(text),
})

const groupExposure = z.strictObject({
  verdict,
  insideBps: z.exactOptional(basisPoints),
  worst: z.exactOptional(z.strictObject({ ...worst, target: text })),
})

const group = z.strictObject({
  group: text,
  targets: z.array(text),
  rpo: z.strictObject({ claimed: groupExposure, proven: groupExposure }),
  rto: z.strictObject({
    verdict,
    n: natural,
    maxMs: z.exactOptional(natural),
    slowestMemberMs: z.exactOptional(natural),
  }),
  reconciliation: verdict,
  overall: verdict,
})

const complianceSchema = z.strictObject({
  format: z.literal('lifeboat-compliance/1'),
  project: text,
  period: z.strictObject({ name: z.string().regex(/^\d{4}(-\d{2})?$/), from: instant, to: instant }),
  asOf: instant,
  evidence: z.strictObject({
    ledger: z.exactOptional(z.strictObject({ sequence: natural, head: sha256 })),
    records: natural,
    unpublished: natural,
    notCounted: z.array(text),
  }),
  targets: z.array(target),
  groups: z.array(group),
})

true satisfies SameType<z.infer<typeof complianceSchema>, Compliance>

/** The JSON Schema (2020-12) of a compliance report, published as `reports/schema/compliance.v1.json`. */
export function complianceJsonSchema(): object {
  return {
    title: 'Lifeboat compliance report',
    ...z.toJSONSchema(complianceSchema, { target: 'draft-2020-12' }),
  }
}

import { z } from 'zod'
import type { DrillRecord } from '../../core/record.ts'
import {
  anchor,
  backupReference,
  base,
  check,
  consistency,
  grade,
  instant,
  natural,
  recordId,
  verdict,
} from './base-schema.ts'
import { comparison } from './comparison-schema.ts'
import type { SameType } from './same-type.ts'

const selection = z.strictObject({
  method: z.literal(['latest', 'random', 'oldest', 'given', 'nearest']),
  seed: z.exactOptional(z.string()),
  candidates: natural,
})

const sandbox = z.strictObject({
  provider: z.literal(['container', 'process']),
  description: z.string(),
  serverVersion: z.string(),
  isolation: z.literal(['internal-network', 'network-namespace', 'host-reachable', 'none']),
  egress: z.literal(['blocked', 'possible', 'notProbed']),
  destroyed: z.boolean(),
})

const negativeControl = z.strictObject({
  seed: z.string(),
  dataset: z.string(),
  change: z.string(),
  detected: z.boolean(),
})

const integrityResult = z.strictObject({
  rule: z.literal(['notNull', 'references', 'unique', 'count', 'schemaEqual']),
  dataset: z.exactOptional(z.string()),
  columns: z.exactOptional(z.array(z.string())),
  found: z.exactOptional(natural),
  result: z.literal(['passed', 'failed', 'skipped']),
  detail: z.string(),
})

const summary = z.strictObject({
  drill_timestamp: instant,
  backup_age_minutes: z.int().nullable(),
  restore_duration_minutes: z.int().nullable(),
  rpo_compliant: z.boolean().nullable(),
  rto_compliant: z.boolean().nullable(),
  status: z.literal(['success', 'failed', 'could_not_run', 'cancelled']),
})

export const drillSchema = z.strictObject({
  ...base,
  kind: z.literal('drill'),
  plan: z.string(),
  selection,
  backup: z.exactOptional(backupReference),
  anchor,
  consistency: z.exactOptional(consistency),
  sandbox: z.exactOptional(sandbox),
  grade: z.exactOptional(grade),
  highestGrade: z.strictObject({ grade, because: z.string() }),
  proven: z.boolean(),
  comparison: z.exactOptional(comparison),
  checks: z.array(check),
  integrity: z.exactOptional(z.array(integrityResult)),
  group: z.exactOptional(z.strictObject({ name: z.string().min(1), record: recordId })),
  negativeControl: z.exactOptional(negativeControl),
  rta: z.exactOptional(z.strictObject({ measuredMs: natural, objectiveMs: z.exactOptional(natural) })),
  rpa: z.exactOptional(z.strictObject({ ageMs: z.int(), objectiveMs: z.exactOptional(natural) })),
  verdicts: z.strictObject({ rto: verdict, rpo: verdict, integrity: verdict, overall: verdict }),
  summary,
})

true satisfies SameType<z.infer<typeof drillSchema>, DrillRecord>

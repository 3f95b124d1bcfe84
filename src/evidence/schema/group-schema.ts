import { z } from 'zod'
import type { GroupBackupRecord, GroupDrillRecord } from '../../core/group-record.ts'
import {
  backupReference,
  base,
  consistency,
  grade,
  instant,
  natural,
  outcome,
  recordId,
  sha256,
  verdict,
} from './base-schema.ts'
import type { SameType } from './same-type.ts'

const member = z.strictObject({
  target: z.string().min(1),
  record: z.exactOptional(recordId),
  outcome,
  backup: z.exactOptional(backupReference),
  consistency: z.exactOptional(consistency),
})

const instants = z.strictObject({ earliestAt: instant, latestAt: instant, skewMs: natural })

const tolerance = z.union([
  z.strictObject({ keys: natural }),
  z.strictObject({ basisPoints: natural }),
  z.literal('any'),
])

const side = z.strictObject({
  target: z.string().min(1),
  count: z.exactOptional(natural),
  keyedDigest: z.exactOptional(sha256),
})

const reconciliation = z.strictObject({
  name: z.string().min(1),
  result: z.literal(['passed', 'failed', 'notRun']),
  truth: side,
  derived: side,
  tolerance: z.strictObject({ missing: tolerance, orphaned: tolerance }),
  atLeast: natural,
  missing: z.exactOptional(natural),
  orphaned: z.exactOptional(natural),
  samples: z.exactOptional(z.strictObject({ missing: z.array(sha256), orphaned: z.array(sha256) })),
  error: z.exactOptional(z.string().min(1)),
})

export const groupBackupSchema = z.strictObject({
  ...base,
  kind: z.literal('groupBackup'),
  members: z.array(member),
  whole: z.boolean(),
  instants: z.exactOptional(instants),
})

true satisfies SameType<z.infer<typeof groupBackupSchema>, GroupBackupRecord>

export const groupDrillSchema = z.strictObject({
  ...base,
  kind: z.literal('groupDrill'),
  plan: z.string(),
  members: z.array(member.extend({ grade: z.exactOptional(grade), proven: z.boolean() })),
  instants: z.exactOptional(instants),
  reconciliation: z.array(reconciliation),
  proven: z.boolean(),
  rta: z.exactOptional(z.strictObject({ measuredMs: natural, objectiveMs: z.exactOptional(natural) })),
  verdicts: z.strictObject({
    rto: verdict,
    reconciliation: verdict,
    integrity: verdict,
    overall: verdict,
  }),
})

true satisfies SameType<z.infer<typeof groupDrillSchema>, GroupDrillRecord>

import { z } from 'zod'
import type { RestoreRecord } from '../../core/record.ts'
import { anchor, backupReference, base } from './base-schema.ts'
import { comparison } from './comparison-schema.ts'
import type { SameType } from './same-type.ts'

const review = z.strictObject({
  environment: z.string().min(1),
  reviewer: z.string().min(1),
  state: z.string().min(1),
})

const approval = z.strictObject({
  actor: z.string().min(1),
  triggeringActor: z.string().min(1),
  reviews: z.exactOptional(z.array(review)),
})

export const restoreSchema = z.strictObject({
  ...base,
  kind: z.literal('restore'),
  backup: z.exactOptional(backupReference),
  anchor,
  acceptedUnanchored: z.boolean(),
  destination: z.exactOptional(z.strictObject({ address: z.string(), identity: z.string() })),
  confirmedBy: z.literal(['typed', 'flag', 'none']),
  approval: z.exactOptional(approval),
  comparison: z.exactOptional(comparison),
})

true satisfies SameType<z.infer<typeof restoreSchema>, RestoreRecord>

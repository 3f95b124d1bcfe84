import { z } from 'zod'
import type { RestoreRecord } from '../../core/record.ts'
import { anchor, backupReference, base } from './base-schema.ts'
import { comparison } from './comparison-schema.ts'
import type { SameType } from './same-type.ts'

export const restoreSchema = z.strictObject({
  ...base,
  kind: z.literal('restore'),
  backup: z.exactOptional(backupReference),
  anchor,
  acceptedUnanchored: z.boolean(),
  destination: z.exactOptional(z.strictObject({ address: z.string(), identity: z.string() })),
  confirmedBy: z.literal(['typed', 'flag', 'none']),
  comparison: z.exactOptional(comparison),
})

true satisfies SameType<z.infer<typeof restoreSchema>, RestoreRecord>

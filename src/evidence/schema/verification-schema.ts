import { z } from 'zod'
import type { VerificationRecord } from '../../core/record.ts'
import { anchor, backupReference, base, check, grade, natural } from './base-schema.ts'
import type { SameType } from './same-type.ts'

export const verificationSchema = z.strictObject({
  ...base,
  kind: z.literal('verification'),
  backup: z.exactOptional(backupReference),
  anchor,
  grade: z.exactOptional(grade),
  verifiedBytes: z.exactOptional(natural),
  volumeCount: z.exactOptional(natural),
  opened: z.boolean(),
  checks: z.array(check),
})

true satisfies SameType<z.infer<typeof verificationSchema>, VerificationRecord>

import { z } from 'zod'
import type { CheckRecord } from '../../core/record.ts'
import { base, natural, recordId, verdict } from './base-schema.ts'
import type { SameType } from './same-type.ts'

const point = z.exactOptional(z.strictObject({ id: recordId, ageMs: natural }))

export const checkSchema = z.strictObject({
  ...base,
  kind: z.literal('check'),
  findings: z.array(
    z.strictObject({
      code: z.string().min(1),
      severity: z.literal(['critical', 'warning']),
      message: z.string().min(1),
    }),
  ),
  claimed: point,
  proven: point,
  verdicts: z.strictObject({ claimed: verdict, proven: verdict }),
})

true satisfies SameType<z.infer<typeof checkSchema>, CheckRecord>

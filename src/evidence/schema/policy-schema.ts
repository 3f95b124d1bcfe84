import { z } from 'zod'
import type { PolicyRecord } from '../../core/record.ts'
import { base, natural } from './base-schema.ts'
import type { SameType } from './same-type.ts'

const cron = z.exactOptional(z.string().min(1))

export const policySchema = z.strictObject({
  ...base,
  kind: z.literal('policy'),
  schedule: z.strictObject({ backup: cron, verify: cron, drill: cron, prune: cron, check: cron }),
  timeZone: z.string().min(1),
  objectives: z.strictObject({
    rpoMs: z.exactOptional(natural),
    rtoMs: z.exactOptional(natural),
    approvedBy: z.exactOptional(z.string()),
    approvedAt: z.exactOptional(z.string()),
  }),
  retention: z.strictObject({
    withinMs: z.exactOptional(natural),
    monthly: z.exactOptional(natural),
    yearly: z.exactOptional(natural),
    minimumAgeMs: natural,
    minimumCount: natural,
  }),
})

true satisfies SameType<z.infer<typeof policySchema>, PolicyRecord>

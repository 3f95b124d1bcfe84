import { z } from 'zod'
import type { PruneRecord } from '../../core/record.ts'
import { base, recordId, sha256 } from './base-schema.ts'
import type { SameType } from './same-type.ts'

const reasons = z.array(z.string().min(1))

export const pruneSchema = z.strictObject({
  ...base,
  kind: z.literal('prune'),
  store: z.string().min(1),
  applied: z.boolean(),
  kept: z.array(z.strictObject({ id: recordId, reasons })),
  dropped: z.array(
    z.strictObject({
      id: recordId,
      manifestSha256: sha256,
      reasons,
      result: z.literal(['planned', 'removed', 'failed']),
    }),
  ),
})

true satisfies SameType<z.infer<typeof pruneSchema>, PruneRecord>

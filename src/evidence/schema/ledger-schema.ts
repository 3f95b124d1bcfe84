import { z } from 'zod'
import { instant, recordId, sha256 } from './base-schema.ts'

const entry = z.strictObject({
  id: recordId,
  kind: z.literal([
    'backup',
    'verification',
    'drill',
    'restore',
    'policy',
    'check',
    'prune',
    'groupBackup',
    'groupDrill',
  ]),
  target: z.string().min(1),
  path: z.string().regex(/^records\/\d{4}\/\d{2}\/\d{8}T\d{6}Z-[0-9a-z]{4,12}\.json$/),
  sha256,
})

/** One batch of published records, chained to the one before by the digest of its file. */
export const ledgerSchema = z.strictObject({
  format: z.literal('lifeboat-ledger/1'),
  sequence: z.int().positive(),
  previous: sha256.nullable(),
  collectedAt: instant,
  /** The run that wrote it: without it, two runs' batches of the same records at the same moment would be one. */
  collectedBy: z.string().min(1),
  entries: z.array(entry).min(1),
})

export type LedgerBatch = z.infer<typeof ledgerSchema>
export type LedgerEntry = z.infer<typeof entry>

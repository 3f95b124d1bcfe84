import { z } from 'zod'
import type { BackupRecord } from '../../core/record.ts'
import {
  backupReference,
  base,
  consistency,
  disclosure,
  instant,
  natural,
  recordId,
  sha256,
} from './base-schema.ts'
import type { SameType } from './same-type.ts'

const server = z.strictObject({ version: z.string(), id: z.string(), address: z.string() })

const dataset = z.strictObject({
  name: z.string(),
  kind: z.string(),
  count: z.exactOptional(natural),
  keyedDigest: z.exactOptional(sha256),
})

const fingerprint = z.strictObject({
  disclosure,
  keyId: z.exactOptional(z.string().min(1)),
  datasetCount: natural,
  itemCount: natural,
  datasets: z.array(dataset),
  origin: z.literal(['source', 'artifact']),
  coverage: z.literal(['exact', 'partial']),
})

export const backupSchema = z.strictObject({
  ...base,
  kind: z.literal('backup'),
  backup: z.exactOptional(backupReference),
  bases: z.exactOptional(z.array(recordId)),
  server: z.exactOptional(server),
  consistency: z.exactOptional(consistency),
  availableAt: z.exactOptional(instant),
  storedBytes: z.exactOptional(natural),
  delegatedBytes: z.exactOptional(natural),
  partCount: z.exactOptional(natural),
  volumeCount: z.exactOptional(natural),
  recipients: z.array(z.string()),
  fingerprint: z.exactOptional(fingerprint),
  schemaKeyedDigest: z.exactOptional(sha256),
})

true satisfies SameType<z.infer<typeof backupSchema>, BackupRecord>

import { z } from 'zod'
import { isLifeboatError, LifeboatError } from '../../core/errors.ts'
import type { EvidenceRecord } from '../../core/record.ts'
import { canonicalBytes } from '../canonical.ts'
import { backupSchema } from './backup-schema.ts'
import { checkSchema } from './check-schema.ts'
import { drillSchema } from './drill-schema.ts'
import { groupBackupSchema, groupDrillSchema } from './group-schema.ts'
import { policySchema } from './policy-schema.ts'
import { pruneSchema } from './prune-schema.ts'
import { restoreSchema } from './restore-schema.ts'
import type { SameType } from './same-type.ts'
import { verificationSchema } from './verification-schema.ts'

/** Every kind of record, told apart by `kind`. */
const recordSchema = z.discriminatedUnion('kind', [
  backupSchema,
  verificationSchema,
  drillSchema,
  restoreSchema,
  policySchema,
  checkSchema,
  pruneSchema,
  groupBackupSchema,
  groupDrillSchema,
])

true satisfies SameType<z.infer<typeof recordSchema>['kind'], EvidenceRecord['kind']>

/** Throws `unexpected` when a record made here does not fit its published schema, so that none such is ever stored. */
export function checkRecord(record: EvidenceRecord): void {
  const complaint = complaintAbout(record)
  if (complaint === undefined) return
  throw new LifeboatError({
    code: 'unexpected',
    what: `The ${record.kind} record ${record.id} does not fit its schema`,
    why: complaint,
  })
}

/** The record that these bytes hold, or the sentence that says why they hold none. */
export function parseRecord(
  bytes: Uint8Array,
): { readonly record: EvidenceRecord } | { readonly complaint: string } {
  const value = parseJson(bytes)
  if (value === undefined) return { complaint: 'it is not JSON' }
  const complaint = complaintAbout(value)
  if (complaint !== undefined) return { complaint }
  if (!isCanonical(value, bytes)) return { complaint: 'it is not in canonical form (RFC 8785)' }
  return { record: value as EvidenceRecord }
}

function isCanonical(value: unknown, bytes: Uint8Array): boolean {
  try {
    return Buffer.from(bytes).equals(canonicalBytes(value))
  } catch (error) {
    if (isLifeboatError(error, 'unexpected')) return false
    throw error
  }
}

function complaintAbout(value: unknown): string | undefined {
  const parsed = recordSchema.safeParse(value)
  if (!parsed.success) {
    return parsed.error.issues
      .map(({ path, message }) => `${path.length === 0 ? 'record' : path.join('.')}: ${message}`)
      .join('; ')
  }
  const { outcome, error } = parsed.data
  if ((outcome === 'succeeded') !== (error === undefined))
    return 'error: present if and only if not succeeded'
  return undefined
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

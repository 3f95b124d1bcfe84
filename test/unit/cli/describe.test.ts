import { expect, test } from 'vitest'
import { asUnwritten } from '../../../src/evidence/undelivered-record.ts'
import { describeVerification } from '../../../src/cli/output/describe-backup.ts'
import { describeDrill } from '../../../src/cli/output/describe-drill.ts'
import { describeRestore } from '../../../src/cli/output/describe-restore.ts'
import {
  backupRecord,
  drillRecord,
  restoreRecord,
  verificationRecord,
} from '../../support/evidence/records.ts'

const { backup } = backupRecord(0)

test('a verification without a backup speaks of none', () => {
  const text = describeVerification({
    ...verificationRecord(1),
    outcome: 'couldNotRun',
    error: { code: 'backup-unknown', message: 'none' },
  })
  expect(text).toMatch(/^orders: no backup was verified\n/)
  expect(text).not.toContain('NOT VERIFIED')
  expect(describeVerification({ ...verificationRecord(1), backup: backup! })).toContain(
    `${backup!.id} verified`,
  )
})

test('a drill that proved nothing says too that it was late', () => {
  const error = { code: 'finding-open', message: 'it proved nothing' }
  const record = { ...drillRecord(1), proven: false, outcome: 'failed', error } as const
  expect(describeDrill(record)).toMatch(/drilled, but not proven.*, but an objective was BREACHED\n/)
  expect(describeDrill({ ...record, verdicts: { ...record.verdicts, rpo: 'met' } })).not.toContain(
    'an objective was',
  )
})

test('a restore says at its end that nothing was compared', () => {
  const { error: _, ...base } = restoreRecord(1)
  const record = { ...base, outcome: 'succeeded', backup: backup! } as const
  expect(describeRestore(record)).toMatch(/NOT COMPARED/)
  expect(describeRestore({ ...record, comparison: drillRecord(1).comparison! })).not.toMatch(/NOT COMPARED/)
})

test('a record that no store took is not named as if it were there', () => {
  const record = { ...verificationRecord(1), backup: backup! }
  expect(describeVerification(record)).toContain(record.id)
  expect(describeVerification(asUnwritten(record))).toMatch(/record +NOT WRITTEN$/)
})

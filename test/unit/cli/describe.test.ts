import { expect, test } from 'vitest'
import { asUnwritten } from '../../../src/evidence/undelivered-record.ts'
import { describeVerification } from '../../../src/cli/output/describe-backup.ts'
import { describeDrill } from '../../../src/cli/output/describe-drill.ts'
import { describePlan, describeRestore } from '../../../src/cli/output/describe-restore.ts'
import type { RestorePlan } from '../../../src/restore/plan.ts'
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

test('a drill that found no backup counts none, whatever the store holds', () => {
  const error = { code: 'manifest-absent', message: 'the newest backup is lost' }
  const { backup: _, ...rest } = drillRecord(1)
  const record = {
    ...rest,
    outcome: 'failed',
    selection: { method: 'latest', candidates: 0 },
    error,
  } as const
  expect(describeDrill(record)).toMatch(/selected +nothing: latest was asked for$/m)
  expect(describeDrill({ ...record, backup: backup! })).toMatch(/selected +latest of 0 backups$/m)
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

const identity = { version: '1.0', id: 'one', address: 'one.internal:6333' }
const PLAN = {
  target: 'search',
  backup: backup!,
  anchor: 'ledger',
  consistency: { kind: 'fuzzy', fromAt: '2026-11-01T02:17:00Z', toAt: '2026-11-01T02:17:00Z' },
  ageMs: 60_000,
  source: identity,
  destination: identity,
  destinationDigest: 'ab',
  mayBeSource: false,
  exists: false,
  objects: 0,
  storedBytes: 1,
  compares: true,
  storeLocation: '/srv',
  confirmation: identity.address,
} satisfies RestorePlan

test('a plan creates a database, never a server', () => {
  expect(describePlan(PLAN, { loads: 'server' })).toContain('(1.0), will be created')
  expect(describePlan(PLAN, { loads: 'host' })).toContain('(1.0), exists and is empty')
  const filled = { ...PLAN, exists: true, objects: 2 }
  expect(describePlan(filled, { loads: 'host' })).toContain('(1.0), exists and holds 2 objects')
})

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { canonicalBytes } from '../../../src/evidence/canonical.ts'
import { parseRecord } from '../../../src/evidence/schema/record-schema.ts'
import { recordSchemas } from '../../../src/evidence/schema/record-schemas.ts'
import { complianceJsonSchema } from '../../../src/report/compliance-schema.ts'
import {
  backupRecord,
  drillRecord,
  idOf,
  restoreRecord,
  verificationRecord,
} from '../../support/evidence/records.ts'

const published = join(import.meta.dirname, '../../../reports/schema')

const samples = [backupRecord(1), verificationRecord(2), drillRecord(3), restoreRecord(4)]

const validators = new Map(
  await Promise.all(
    ['backup', 'verification', 'drill', 'restore', 'ledger'].map(
      async (kind): Promise<[string, ValidateFunction]> => {
        const schema = JSON.parse(await readFile(join(published, `${kind}.v1.json`), 'utf8')) as object
        return [kind, new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema)]
      },
    ),
  ),
)

/** What the published schema of this kind complains of, as any auditor's validator would. */
function complaints(kind: string, value: unknown): readonly unknown[] {
  const validate = validators.get(kind)
  if (validate === undefined) throw new Error(`no schema for ${kind}`)
  return validate(value) ? [] : (validate.errors ?? ['unknown'])
}

test('the published schemas are those of the code', async () => {
  const files = (await readdir(published)).toSorted()
  const contents = await Promise.all(
    files.map(async (file) => JSON.parse(await readFile(join(published, file), 'utf8')) as object),
  )
  expect(Object.fromEntries(files.map((file, index) => [file, contents[index]]))).toEqual({
    ...recordSchemas(),
    'compliance.v1.json': complianceJsonSchema(),
  })
})

describe.each(samples)('a $kind record', (record) => {
  test('fits its published schema and is read back', () => {
    expect(complaints(record.kind, record)).toEqual([])
    expect(parseRecord(canonicalBytes(record))).toEqual({ record })
  })

  test.each([
    ['an unknown property', { ...record, note: 'hello' }],
    ['a fraction', { ...record, durationMs: 0.5 }],
    ['a negative duration', { ...record, durationMs: -1 }],
    ['a local time', { ...record, startedAt: '2026-11-21T02:17:00+01:00' }],
    ['an upper-case digest', { ...record, policyDigest: 'A'.repeat(64) }],
    [
      'a missing property',
      Object.fromEntries(Object.entries(record).filter(([key]) => key !== 'limitations')),
    ],
  ])('is refused with %s, by both', (_, altered) => {
    expect(complaints(record.kind, altered)).not.toEqual([])
    const bytes = new TextEncoder().encode(JSON.stringify(altered))
    expect(parseRecord(bytes)).toEqual({ complaint: expect.any(String) })
  })

  test('of one kind is not taken for another', () => {
    for (const other of samples.filter(({ kind }) => kind !== record.kind)) {
      expect(complaints(other.kind, record)).not.toEqual([])
    }
  })
})

test('a record that says neither what it did nor why it did not is refused', () => {
  expect(parseRecord(canonicalBytes({ ...backupRecord(1), outcome: 'failed' }))).toHaveProperty('complaint')
  const both = { ...backupRecord(1), error: { code: 'disk-full', message: 'no space' } }
  expect(parseRecord(canonicalBytes(both))).toHaveProperty('complaint')
})

test.each([
  ['white space', new TextEncoder().encode(JSON.stringify(backupRecord(1), undefined, 2))],
  ['bytes that are not UTF-8', Uint8Array.of(0xff, 0xfe)],
  ['a cut', canonicalBytes(backupRecord(1)).subarray(0, 200)],
])('a record with %s is refused', (_, bytes) => {
  expect(parseRecord(bytes)).toHaveProperty('complaint')
})

test('the ledger schema takes a batch and refuses a path outside records/', () => {
  const entry = {
    id: idOf(1),
    kind: 'backup',
    target: 'orders',
    path: `records/2026/11/${idOf(1)}.json`,
    sha256: 'a'.repeat(64),
  }
  const batch = {
    format: 'lifeboat-ledger/1',
    sequence: 1,
    previous: null,
    collectedAt: '2026-11-21T03:00:00Z',
    collectedBy: '20261121T030000Z-collect1',
    entries: [entry],
  }
  expect(complaints('ledger', batch)).toEqual([])
  expect(complaints('ledger', { ...batch, entries: [{ ...entry, path: '../../etc/passwd' }] })).not.toEqual(
    [],
  )
  expect(complaints('ledger', { ...batch, sequence: 0 })).not.toEqual([])
})

import { expect, test } from 'vitest'
import { judgeCopy } from '../../../src/compliance/judge-copy.ts'
import { drillRecord, restoreRecord, verificationRecord } from '../../support/evidence/records.ts'

const restored = (code: string) => ({ ...restoreRecord(2), error: { code, message: 'it failed' } })

test.each([
  ['volume-altered', true],
  ['manifest-absent', true],
  ['content-different', false],
  ['load-failed', false],
  ['fingerprint-malformed', false],
  ['destination-not-empty', false],
])('a restore that ends with %s says of the copy that it is bad: %s', (code, isBad) => {
  expect(judgeCopy({}, restored(code)).bad !== undefined).toBe(isBad)
})

test('a broken fingerprint that a verification or a drill finds says that the copy is bad', () => {
  const error = { code: 'fingerprint-malformed', message: 'it is empty' }
  expect(judgeCopy({}, { ...verificationRecord(2), error }).bad).toBeDefined()
  expect(judgeCopy({}, { ...drillRecord(2), error }).bad).toBeDefined()
})

test('what a restore found is overruled by a drill that proves the copy, and by nothing less', () => {
  const found = judgeCopy({}, restored('volume-altered'))
  const { error: _none, ...good } = restoreRecord(3)
  expect(judgeCopy(found, good)).toBe(found)
  const { error: _read, ...read } = verificationRecord(4)
  expect(judgeCopy(found, read)).toBe(found)
  const proof = { ...drillRecord(5), proven: true }
  expect(judgeCopy(found, proof)).toEqual({ proof })
})

import { expect, test } from 'vitest'
import { absentObject, alteredObject } from '../../../src/backup/delegated/object-digest.ts'
import { judgeVerification } from '../../../src/backup/verification-verdict.ts'
import type { StoreReader } from '../../../src/core/store.ts'

const store = { name: 'primary' } as StoreReader
const key = (index: number): string => `delegated/events/one/data/${'part'.repeat(10)}/${index}.bin`
const absent = (index: number) => ({ key: key(index), error: absentObject(key(index), store) })
const judge = (bad: Parameters<typeof judgeVerification>[0]['bad']) =>
  judgeVerification({ backupId: 'one', bad, checks: [], complaints: [] })

test('a tree that is gone is told by its first three objects, their number, and one reason', () => {
  const error = judge(Array.from({ length: 27 }, (_, index) => absent(index)))
  expect(error).toMatchObject({
    code: 'volume-absent',
    what: `the backup one is bad: ${key(0)} is absent, ${key(1)} is absent, ${key(2)} is absent, and 24 more`,
    why: absent(0).error.why,
  })
  expect(error?.message.length).toBeLessThan(500)
})

test('reasons that differ are all told, of those that are named', () => {
  const altered = { key: key(1), error: alteredObject(key(1), 'it has 3 bytes instead of 4') }
  expect(judge([absent(0), altered])).toMatchObject({
    what: `the backup one is bad: ${key(0)} is absent, ${key(1)} was altered`,
    why: `${absent(0).error.why}\nit has 3 bytes instead of 4`,
  })
  expect(judge([])).toBeUndefined()
})

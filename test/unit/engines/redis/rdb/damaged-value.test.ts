import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ByteReader } from '../../../../../src/engines/redis/rdb/byte-reader.ts'
import { skipValue } from '../../../../../src/engines/redis/rdb/key-digest.ts'

const STRING_SET = 2
const INTEGER_SET = 11
/** A length of 2^62 and one of 2^31, as a flipped bit makes them. */
const HUGE = Buffer.from([0x81, 0x40, 0, 0, 0, 0, 0, 0, 0])
const LARGE = Buffer.from([0x80, 0x80, 0, 0, 0])

const VALUES: readonly (readonly [string, number, Buffer])[] = [
  ['a member of 2^62 bytes', STRING_SET, Buffer.concat([Buffer.from([1]), HUGE])],
  ['a blob of 2^62 bytes', INTEGER_SET, HUGE],
  ['a blob of 2^31 bytes', INTEGER_SET, LARGE],
  ['a set of integers of three bytes', INTEGER_SET, Buffer.from([3, 1, 2, 3])],
]

test.each(VALUES)('%s is a damaged value, in a file and in memory', (_name, type, bytes) => {
  const damaged = expect.objectContaining({ code: 'part-malformed' }) as Error
  expect(() => skipValue(ByteReader.ofBytes(bytes), type, false)).toThrow(damaged)
  const folder = mkdtempSync(join(tmpdir(), 'lb-rdb-'))
  writeFileSync(join(folder, 'value'), bytes)
  const file = openSync(join(folder, 'value'), 'r')
  try {
    expect(() => skipValue(ByteReader.ofFile(file), type, false)).toThrow(damaged)
  } finally {
    closeSync(file)
    rmSync(folder, { recursive: true })
  }
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { instantOf, readRdbHeader, type RdbHeader } from '../../../../src/engines/redis/rdb.ts'

function header(ctime?: string): RdbHeader {
  return { rdbVersion: 11, fields: new Map(ctime === undefined ? [] : [['ctime', ctime]]) }
}

test('the instant of a dump is when its server made it', () => {
  expect(instantOf(header('1763733600'))).toBe('2025-11-21T14:00:00.000Z')
})

test.each([undefined, '', '0', '-5', '1e12', '999999999999', '99999999999999999999', 'soon'])(
  'a dump of the time %j is malformed',
  (ctime) => {
    expect(() => instantOf(header(ctime))).toThrow(expect.objectContaining({ code: 'part-malformed' }))
  },
)

test('a head that ends in the middle of a field is malformed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lb-rdb-'))
  try {
    const path = join(folder, 'dump.rdb')
    const key = Buffer.from([0xfa, 0x4f, 0xf0])
    // The key is said to reach beyond what is read of the head.
    await writeFile(
      path,
      Buffer.concat([
        Buffer.from('REDIS0011'),
        key,
        Buffer.alloc(5000),
        Buffer.from([0xff]),
        Buffer.alloc(8),
      ]),
    )
    await expect(readRdbHeader(path)).rejects.toMatchObject({ code: 'part-malformed' })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { instantOf, readFacts } from '../../../../src/engines/redis/dump-facts.ts'

function facts(ctime?: string): ReadonlyMap<string, string> {
  return new Map(ctime === undefined ? [] : [['ctime', ctime]])
}

test('the instant of a dump is when its server made it', () => {
  expect(instantOf(facts('1763733600'))).toBe('2025-11-21T14:00:00.000Z')
})

test.each([undefined, '', '0', '-5', '1e12', '999999999999', '99999999999999999999', 'soon'])(
  'a dump of the time %j is malformed',
  (ctime) => {
    expect(() => instantOf(facts(ctime))).toThrow(expect.objectContaining({ code: 'part-malformed' }))
  },
)

test('a head that ends in the middle of a field is malformed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lb-rdb-'))
  try {
    const path = join(folder, 'dump.rdb')
    // The name of the fact is said to reach beyond the end.
    await writeFile(
      path,
      Buffer.concat([Buffer.from('REDIS0011'), Buffer.from([0xfa, 0x4f, 0xf0]), Buffer.alloc(500)]),
    )
    await expect(readFacts(path)).rejects.toMatchObject({ code: 'part-malformed' })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

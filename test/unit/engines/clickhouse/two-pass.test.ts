import { describe, expect, test } from 'vitest'
import type { Dataset } from '../../../../src/engines/clickhouse/datasets.ts'
import { readSchema, writeSchema, type SchemaEntry } from '../../../../src/engines/clickhouse/schema-part.ts'
import { judgePasses, partitionsWithout, type Pass } from '../../../../src/engines/clickhouse/two-pass.ts'

const dataset: Dataset = {
  name: 'events',
  kind: 'table',
  database: 'shop',
  table: 'events',
  columns: [],
  inParts: true,
  frozen: false,
}
const pass = (found: Readonly<Record<string, readonly [count: string, digest: string]>>): Pass =>
  new Map(Object.entries(found).map(([key, [count, digest]]) => [key, { count, digest }]))
const LAST = String(2n ** 64n - 1n)

describe('two passes over a table that others write to', () => {
  test('are exact when both are the same; digests add up as they wrap', () => {
    const both = pass({ '202401': ['3', LAST], '202402': ['4', '2'] })
    expect(judgePasses(dataset, both, both)).toMatchObject({
      equal: 2,
      total: 2,
      fingerprint: { count: 7, digest: '1', method: 'row-hash/1' },
    })
  })

  test('leave out what moved, came or went', () => {
    const before = pass({ a: ['1', '1'], 'b"c': ['2', '2'], d: ['3', '3'] })
    const after = pass({ a: ['1', '1'], 'b"c': ['2', '9'], e: ['4', '4'] })
    const judged = judgePasses(dataset, before, after)
    expect(judged).toMatchObject({ equal: 1, total: 4, fingerprint: { count: 1, digest: '1' } })
    expect(partitionsWithout(judged.fingerprint?.method ?? '')).toEqual(['b"c', 'd', 'e'])
  })

  test('prove nothing where all moved', () => {
    const judged = judgePasses(dataset, pass({ a: ['1', '1'] }), pass({ a: ['2', '2'] }))
    expect(judged).toEqual({ fingerprint: undefined, equal: 0, total: 1 })
  })

  test('of an empty table are exact', () => {
    expect(judgePasses(dataset, new Map(), new Map())).toMatchObject({
      equal: 0,
      total: 0,
      fingerprint: { count: 0, digest: '0' },
    })
  })
})

describe('the schema part', () => {
  const entries: readonly SchemaEntry[] = [
    {
      kind: 'table',
      name: 'a\n-- lifeboat b',
      engine: 'MergeTree',
      definition: "CREATE TABLE a COMMENT ';\\n'",
    },
    {
      kind: 'view',
      name: 'v',
      engine: 'View',
      definition: 'CREATE VIEW v AS SELECT 1',
      data: { part: 'table-0001.native', format: 'Native', bytes: 1, crc32: 2, rows: 3 },
    },
  ]

  test('comes back as it was written', () => {
    expect(readSchema(writeSchema(entries))).toEqual(entries)
    expect(readSchema(writeSchema([]))).toEqual([])
  })

  test('is refused when any of it is missing', () => {
    const text = writeSchema(entries)
    for (let length = 0; length < text.length; length += 1) {
      expect(() => readSchema(text.slice(0, length))).toThrow(
        expect.objectContaining({ code: 'part-malformed' }) as Error,
      )
    }
  })
})

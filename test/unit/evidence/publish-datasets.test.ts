import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Fingerprint } from '../../../src/core/fingerprint.ts'
import { Secret } from '../../../src/core/secret.ts'
import {
  disclosureLimitations,
  keyedDigest,
  publishDatasets,
  publishName,
} from '../../../src/evidence/publish-datasets.ts'

const key = { id: 'k1', secret: new Secret('correct horse battery staple') }

const fingerprint: Fingerprint = {
  format: 'lifeboat-fingerprint/1',
  engine: 'postgres',
  comparableWithin: 'postgres 16',
  origin: 'source',
  seed: 'f00d',
  coverage: { kind: 'exact' },
  leftOut: [],
  datasets: [
    { name: 'public.orders', kind: 'table', count: 12, digest: '1111', method: 'text-hash/1', rule: 'equal' },
    {
      name: 'public.payroll',
      kind: 'table',
      count: 30,
      digest: '2222',
      method: 'text-hash/1',
      rule: 'equal',
    },
  ],
  inventory: [],
  schema: { digest: 'cccc', method: 'catalog/1' },
}

describe('full', () => {
  test('shows names, counts and keyed digests, never the digests themselves', () => {
    const published = publishDatasets(fingerprint, { disclosure: 'full', key })
    expect(published).toEqual({
      disclosure: 'full',
      keyId: 'k1',
      datasetCount: 2,
      itemCount: 42,
      datasets: [
        { name: 'public.orders', kind: 'table', count: 12, keyedDigest: keyedDigest(key, '1111') },
        { name: 'public.payroll', kind: 'table', count: 30, keyedDigest: keyedDigest(key, '2222') },
      ],
    })
    expect(JSON.stringify(published)).not.toMatch(/"(1111|2222)"|correct horse/)
    expect(disclosureLimitations({ disclosure: 'full', key })).toEqual([])
  })

  test('without a key has no digests, and says so', () => {
    const options = { disclosure: 'full', key: undefined } as const
    const published = publishDatasets(fingerprint, options)
    expect(published).not.toHaveProperty('keyId')
    expect(published.datasets).toEqual([
      { name: 'public.orders', kind: 'table', count: 12 },
      { name: 'public.payroll', kind: 'table', count: 30 },
    ])
    expect(disclosureLimitations(options)).toHaveLength(1)
  })
})

describe('pseudonymous', () => {
  test('replaces names by pseudonyms that only the key can link', () => {
    const published = publishDatasets(fingerprint, { disclosure: 'pseudonymous', key })
    const again = publishDatasets(fingerprint, { disclosure: 'pseudonymous', key })
    const other = publishDatasets(fingerprint, {
      disclosure: 'pseudonymous',
      key: { id: 'k2', secret: new Secret('another key') },
    })
    expect(JSON.stringify(published)).not.toMatch(/orders|payroll/)
    expect(again).toEqual(published)
    expect(new Set([...published.datasets, ...other.datasets].map(({ name }) => name)).size).toBe(4)
    expect(published.datasets.map(({ count }) => count)).toEqual([12, 30])
  })

  test('without a key falls back to totals, and says so', () => {
    const options = { disclosure: 'pseudonymous', key: undefined } as const
    expect(publishDatasets(fingerprint, options)).toMatchObject({ disclosure: 'totals', datasets: [] })
    expect(publishName('public.payroll', options)).toBe('(withheld)')
    expect(disclosureLimitations(options)).toHaveLength(2)
  })
})

test('totals shows sums only', () => {
  const published = publishDatasets(fingerprint, { disclosure: 'totals', key })
  expect(published).toEqual({
    disclosure: 'totals',
    keyId: 'k1',
    datasetCount: 2,
    itemCount: 42,
    datasets: [],
  })
  expect(publishName('public.payroll', { disclosure: 'totals', key })).toBe('(withheld)')
})

test('a keyed digest is HMAC-SHA-256 of the documented text', () => {
  const expected = createHmac('sha256', 'correct horse battery staple').update('digest\n1111').digest('hex')
  expect(keyedDigest(key, '1111')).toBe(expected)
})

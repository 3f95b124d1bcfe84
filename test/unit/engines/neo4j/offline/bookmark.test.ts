import { expect, test } from 'vitest'
import { readBookmark } from '../../../../../src/engines/neo4j/offline/bookmark.ts'

const UUID = '2d382d2b-7d9f-4bd4-b70f-91e49194c877'

/** In the form that Neo4j 5.26.30 gave. */
function bookmark(...transaction: readonly number[]): string {
  const bytes = [0x91, 0xcc, 0x10, ...Buffer.from(UUID.replaceAll('-', ''), 'hex'), ...transaction, 0x90]
  return `FB:${Buffer.from(bytes).toString('base64')}`
}

test('one that Neo4j 5.26.30 gave', () => {
  expect(readBookmark('FB:kcwQLTgtK32fS9S3D5HkkZTIdwaQ')).toEqual({ database: UUID, transaction: 6n })
})

test.each([
  [[0x7f], 127n],
  [[0xc8, 0x80], -128n],
  [[0xc9, 0x01, 0x00], 256n],
  [[0xca, 0x00, 0x01, 0x00, 0x00], 65_536n],
  [[0xcb, 0x00, 0x20, 0, 0, 0, 0, 0, 1], 9_007_199_254_740_993n],
])('a transaction in the bytes %j', (bytes, transaction) => {
  expect(readBookmark(bookmark(...bytes))).toEqual({ database: UUID, transaction })
})

test.each([
  '',
  'neo4j:bookmark:v1:tx42',
  'FB:',
  'FB:kcwQLTgtK32fS9S3D5HkkZTIdw==',
  `FB:${Buffer.from([0x92, 0xcc, 0x10, ...Buffer.alloc(16), 6, 0x90]).toString('base64')}`,
  bookmark(0xcb, 0, 1),
  bookmark(0x85, 1),
  bookmark(6, 6),
  bookmark(6).slice(0, -4),
])('%j says nothing', (text) => {
  expect(readBookmark(text)).toBeUndefined()
})

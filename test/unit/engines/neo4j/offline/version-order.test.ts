import { expect, test } from 'vitest'
import { compareVersions, releaseIn } from '../../../../../src/engines/neo4j/offline/version-order.ts'

const IN_ORDER = [
  '4.4.9',
  '4.4.48',
  '5.0.0',
  '5.9.0',
  '5.26.4',
  '5.26.30',
  '2025.01.0',
  '2025.12.1',
  '2026.08.1',
]

test('releases sort as they were made, across the change to calendar versions', () => {
  expect(IN_ORDER.toReversed().sort(compareVersions)).toEqual(IN_ORDER)
  expect(compareVersions('5.26.30', '5.26.30')).toBe(0)
  expect(compareVersions('2026.8.1', '2026.08.1')).toBe(0)
})

test.each([
  ['5.26.30\n', '5.26.30'],
  ['neo4j-admin 2026.08.1', '2026.08.1'],
  ['neo4j 5.26.30-enterprise', '5.26.30'],
  ['unknown', undefined],
])('the release in %j', (printed, release) => {
  expect(releaseIn(printed)).toBe(release)
})

import { expect, test } from 'vitest'
import { describeHidden } from '../../../../src/engines/neo4j/privileges.ts'

const READS_ALL = [
  ['GRANTED', 'match', '*', 'NODE(*)'],
  ['GRANTED', 'match', '*', 'RELATIONSHIP(*)'],
  ['GRANTED', 'access', '*', 'database'],
]

test('a login that may read everything hides nothing', () => {
  expect(describeHidden(READS_ALL)).toEqual([])
})

test('each denial of reading is told', () => {
  const privileges = [
    ...READS_ALL,
    ['DENIED', 'traverse', 'neo4j', 'NODE(Secret)'],
    ['DENIED', 'write', 'neo4j', 'NODE(*)'],
  ]
  expect(describeHidden(privileges)).toEqual(['The login may not traverse NODE(Secret) of graph neo4j.'])
})

test.each([
  [[]],
  [[['GRANTED', 'match', '*', 'NODE(*)']]],
  [
    [
      ['GRANTED', 'match', '*', 'NODE(Person)'],
      ['GRANTED', 'match', '*', 'RELATIONSHIP(*)'],
    ],
  ],
  [
    [
      ['GRANTED', 'traverse', '*', 'NODE(*)'],
      ['GRANTED', 'traverse', '*', 'RELATIONSHIP(*)'],
    ],
  ],
])('with %j alone something may be hidden', (privileges) => {
  expect(describeHidden(privileges)).toHaveLength(1)
})

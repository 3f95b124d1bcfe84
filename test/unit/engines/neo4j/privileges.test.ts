import { expect, test } from 'vitest'
import { describeHidden } from '../../../../src/engines/neo4j/privileges.ts'

const ALL = 'all_properties'
const READS_ALL = [
  ['GRANTED', 'match', ALL, '*', 'NODE(*)'],
  ['GRANTED', 'match', ALL, 'neo4j', 'RELATIONSHIP(*)'],
  ['GRANTED', 'access', 'database', '*', 'database'],
]

test.each([
  [READS_ALL],
  [
    [
      ['GRANTED', 'graph_actions', 'graph', '*', 'NODE(*)'],
      ['GRANTED', 'graph_actions', 'graph', '*', 'RELATIONSHIP(*)'],
    ],
  ],
  [
    [
      ['GRANTED', 'traverse', 'graph', '*', 'NODE(*)'],
      ['GRANTED', 'traverse', 'graph', '*', 'RELATIONSHIP(*)'],
      ['GRANTED', 'read', ALL, '*', 'NODE(*)'],
      ['GRANTED', 'read', ALL, '*', 'RELATIONSHIP(*)'],
    ],
  ],
])('a login that may read everything hides nothing: %j', (privileges) => {
  expect(describeHidden(privileges, 'neo4j')).toEqual([])
})

test('each denial of reading is told', () => {
  const privileges = [
    ...READS_ALL,
    ['DENIED', 'traverse', 'graph', 'neo4j', 'NODE(Secret)'],
    ['DENIED', 'write', 'graph', 'neo4j', 'NODE(*)'],
  ]
  expect(describeHidden(privileges, 'neo4j')).toEqual([
    'The login may not traverse NODE(Secret) of graph neo4j.',
  ])
})

test.each([
  ['nothing', []],
  ['nodes only', [['GRANTED', 'match', ALL, '*', 'NODE(*)']]],
  ['one label', [['GRANTED', 'match', ALL, '*', 'NODE(Person)'], ...READS_ALL.slice(1)]],
  ['one property', [['GRANTED', 'match', 'property(name)', '*', 'NODE(*)'], ...READS_ALL.slice(1)]],
  ['another graph', [['GRANTED', 'match', ALL, 'other', 'NODE(*)'], ...READS_ALL.slice(1)]],
  ['properties of nothing', [['GRANTED', 'read', ALL, '*', 'NODE(*)'], ...READS_ALL.slice(1)]],
  ['no property', [['GRANTED', 'traverse', 'graph', '*', 'NODE(*)'], ...READS_ALL.slice(1)]],
])('with %s to read something may be hidden', (_, privileges) => {
  expect(describeHidden(privileges, 'neo4j')).toHaveLength(1)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  labelDataset,
  parseDataset,
  patternOf,
  quoteName,
  typeDataset,
  UNLABELLED,
} from '../../../../src/engines/neo4j/dataset-names.ts'
import { violations } from '../../../../src/engines/neo4j/integrity.ts'

test('a dataset keeps the name of its label or type, whatever that is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      expect(parseDataset(labelDataset(name))).toEqual({ kind: 'label', name })
      expect(parseDataset(typeDataset(name))).toEqual({ kind: 'type', name })
    }),
  )
  expect(parseDataset(UNLABELLED)).toEqual({ kind: 'unlabelled' })
  expect(parseDataset('Person')).toBeUndefined()
  expect(() => patternOf('Person')).toThrow(expect.objectContaining({ code: 'fingerprint-malformed' }))
})

test.each([
  ['Person', '`Person`'],
  ['back`tick', '`back``tick`'],
  ['`) DETACH DELETE n //', '```) DETACH DELETE n //`'],
  ['\\\\u0041', '`\\u005C\\u005Cu0041`'],
  ['\\u0060) DETACH DELETE n //', '`\\u005Cu0060) DETACH DELETE n //`'],
])('the name %s is quoted as %s', (name, quoted) => {
  expect(quoteName(name)).toBe(quoted)
})

test.each([
  ['Order', 'MATCH (e:`Order`) RETURN count(*)'],
  ['KNOWS', 'MATCH ()-[e:`KNOWS`]->() RETURN count(*)'],
  ['(:KNOWS)', 'MATCH (e:`KNOWS`) RETURN count(*)'],
  ['[:Order]', 'MATCH ()-[e:`Order`]->() RETURN count(*)'],
  ['A', 'MATCH ()-[e:`A`]->() RETURN count(*)'],
])('the dataset %s of a rule is asked for by %s', (dataset, question) => {
  expect(violations({ kind: 'count', dataset })).toBe(question)
})

test.each([
  { kind: 'count', dataset: '' },
  { kind: 'count', dataset: '()' },
  { kind: 'unique', dataset: 'Order', columns: [] },
  { kind: 'references', dataset: 'A', columns: ['x'], to: { dataset: 'B', columns: ['x', 'y'] } },
] as const)('the rule %j is one of the plan to mend', (rule) => {
  expect(() => violations(rule)).toThrow(expect.objectContaining({ code: 'plan-invalid' }))
})

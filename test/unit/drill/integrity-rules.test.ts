import { expect, test } from 'vitest'
import { integrityChecks, prepareRules, runIntegrityRules } from '../../../src/drill/integrity-rules.ts'
import type { PlannedRule } from '../../../src/drill/integrity-schema.ts'
import { violations } from '../../../src/engines/neo4j/integrity.ts'

const RULES: readonly PlannedRule[] = [
  { rule: 'notNull', dataset: '(:Person)', columns: ['name'] },
  { rule: 'unique', dataset: '[:KNOWS]', columns: [] },
  {
    rule: 'references',
    dataset: '(:Person)',
    columns: ['city'],
    to: { dataset: '(:City)', columns: ['id'] },
  },
  { rule: 'count', dataset: '(:Person)', expect: 0 },
]

/** What becomes of the rules when nothing breaks them, there are so many items, and so many of them live in no city. */
async function resultsOf(items: number, homeless = 0) {
  const prepared = prepareRules(RULES, { violations })
  const ask = async (question: string) => {
    if (question.endsWith('WHERE e.`city` IS NULL RETURN count(*)')) return `${homeless}`
    return question.endsWith('RETURN count(*)') && !question.includes('WHERE') ? `${items}` : '0'
  }
  return await runIntegrityRules(prepared, { ask, schemaEqual: true })
}

test('a rule about a dataset without items, or with a mistyped name, shows nothing', async () => {
  const results = await resultsOf(0)
  expect(results.map(({ result }) => result)).toEqual(['skipped', 'skipped', 'skipped', 'passed'])
  expect(integrityChecks(results)[0]).toMatchObject({
    result: 'skipped',
    detail: 'there are no items, found 0',
  })
})

test('a rule that nothing of many items breaks holds', async () => {
  const results = await resultsOf(3)
  expect(results.map(({ result, found }) => [result, found])).toEqual([
    ['passed', 0],
    ['passed', 0],
    ['passed', 0],
    ['failed', 3],
  ])
})

test('a rule about columns in which nothing has a value, or with a mistyped one, shows nothing', async () => {
  const [, , references] = await resultsOf(3, 3)
  expect(references).toMatchObject({
    result: 'skipped',
    detail: 'no item has a value in all of the columns',
  })
  expect((await resultsOf(3, 2))[2]).toMatchObject({ result: 'passed' })
})

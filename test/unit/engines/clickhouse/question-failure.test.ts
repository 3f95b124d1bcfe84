import { ClickHouseError } from '@clickhouse/client'
import { expect, test } from 'vitest'
import { explainQuestion } from '../../../../src/engines/clickhouse/question-failure.ts'
import { explainServerError } from '../../../../src/engines/clickhouse/server-error.ts'

test.each([
  ['62', 'plan-invalid'],
  ['60', 'content-different'],
  ['159', 'program-failed'],
  ['241', 'program-failed'],
])('a question that fails with error %s is %s, in words that hold no value', (code, expected) => {
  const refused = new ClickHouseError({ message: 'their words', code, type: 'ANY' })
  const explained = explainQuestion(explainServerError(refused, 'here'))
  expect(explained).toMatchObject({ code: expected })
  expect((explained as Error).message).not.toContain('their words')
})

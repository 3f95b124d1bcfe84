import { ClickHouseError } from '@clickhouse/client'
import { expect, test } from 'vitest'
import { explainQuestion } from '../../../../src/engines/clickhouse/question-failure.ts'
import { explainServerError } from '../../../../src/engines/clickhouse/server-error.ts'

test.each([
  ['62', 'plan-invalid'],
  ['60', 'content-different'],
  ['159', 'program-failed'],
  ['241', 'program-failed'],
  ['40', 'content-different'],
])('a question that fails with error %s is %s, in words that hold no value', (code, expected) => {
  const refused = new ClickHouseError({ message: 'their words', code, type: 'ANY' })
  const explained = explainQuestion(explainServerError(refused, 'here'))
  expect(explained).toMatchObject({ code: expected })
  expect((explained as Error).message).not.toContain('their words')
})

test.each(['32', '33', '40', '226', '228', '246', '271'])(
  'error %s is told as damage, whose it is by where it arises',
  (code) => {
    const damaged = new ClickHouseError({ message: 'their words', code, type: 'ANY' })
    const told = { what: expect.stringContaining('data that the server reads is damaged') }
    expect(explainServerError(damaged, 'here')).toMatchObject({ code: 'unexpected', ...told })
    expect(explainServerError(damaged, 'here', 'load-failed')).toMatchObject({ code: 'load-failed', ...told })
    expect(explainQuestion(explainServerError(damaged, 'here'))).toMatchObject({
      code: 'content-different',
      ...told,
    })
  },
)

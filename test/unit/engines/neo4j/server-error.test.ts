import neo4j from 'neo4j-driver'
import { expect, test } from 'vitest'
import { explainQuestion } from '../../../../src/engines/neo4j/question-failure.ts'
import { server } from '../../../../src/engines/neo4j/server.ts'
import { explainFirstContact, explainServerError } from '../../../../src/engines/neo4j/server-error.ts'

function refused(code: string) {
  return new neo4j.Neo4jError('their words', code, '50N42', 'told')
}

test.each([
  ['ServiceUnavailable', 'connection-lost'],
  ['SessionExpired', 'connection-lost'],
  ['Neo.ClientError.Security.Unauthorized', 'server-refused-login'],
  ['Neo.ClientError.Security.AuthenticationRateLimit', 'server-refused-login'],
  ['Neo.ClientError.Security.Forbidden', 'privilege-missing'],
  ['Neo.ClientError.Database.DatabaseNotFound', 'server-refused-login'],
  ['Neo.TransientError.General.MemoryPoolOutOfMemoryError', 'program-failed'],
  ['Neo.ClientError.Transaction.TransactionTimedOut', 'timed-out'],
  ['Neo.ClientError.Statement.SyntaxError', 'unexpected'],
])('%s is %s', (status, code) => {
  expect(explainServerError(refused(status), 'here:7687/neo4j')).toMatchObject({ code, why: 'their words' })
})

test.each([
  'Neo.ClientError.Schema.ConstraintCreationFailed',
  'Neo.ClientError.Schema.ConstraintValidationFailed',
  'Neo.ClientError.Statement.TypeError',
])('words of %s may hold data and are not repeated', (status) => {
  const { message } = explainServerError(refused(status), 'here')
  expect(message).toContain(status)
  expect(message).not.toContain('their words')
})

test('a server that was not there in the first place is not a lost connection', () => {
  expect(explainFirstContact(refused('ServiceUnavailable'), 'here')).toMatchObject({
    code: 'server-unreachable',
  })
  expect(explainFirstContact(refused('Neo.ClientError.Security.Unauthorized'), 'here')).toMatchObject({
    code: 'server-refused-login',
  })
})

test.each([
  ['Neo.ClientError.Statement.SyntaxError', 'plan-invalid'],
  ['Neo.ClientError.Statement.AccessMode', 'plan-invalid'],
  ['Neo.ClientError.Statement.EntityNotFound', 'content-different'],
  ['Neo.TransientError.General.MemoryPoolOutOfMemoryError', 'program-failed'],
  ['ServiceUnavailable', 'connection-lost'],
])('a question that fails with %s is %s, in words that hold no value', (status, code) => {
  const explained = explainQuestion(explainServerError(refused(status), 'here'))
  expect(explained).toMatchObject({ code })
  expect((explained as Error).message.includes('their words')).toBe(code === 'connection-lost')
})

test.each([
  ['5.26.30', true],
  ['neo4j 5.26.30', true],
  ['5.26.3', false],
  ['2026.08.1', false],
])('programs that say %s are taken for 5.26.30: %s', (printed, taken) => {
  expect(server.need('5.26.30').accepts(printed)).toBe(taken)
})

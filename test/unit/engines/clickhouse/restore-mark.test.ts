import { ClickHouseError, parseError } from '@clickhouse/client'
import { expect, test } from 'vitest'
import {
  markDatabase,
  restoringRun,
  unmarkDatabase,
} from '../../../../src/engines/clickhouse/restore-mark.ts'
import { explainServerError } from '../../../../src/engines/clickhouse/server-error.ts'

/** A server that keeps one comment, or answers with an error. */
function keeper(error?: Error) {
  const kept = { comment: '' }
  const run = async (statement: string): Promise<void> => {
    if (error !== undefined) throw error
    kept.comment = /MODIFY COMMENT '(.*)'$/.exec(statement)?.[1] ?? 'not understood'
  }
  return { kept, run }
}

test('a mark names its run until it is taken off', async () => {
  const server = keeper()
  expect(await markDatabase(server, 'shop', 'one')).toBe(true)
  expect(restoringRun(server.kept.comment)).toBe('one')
  await unmarkDatabase(server, 'shop')
  expect(restoringRun(server.kept.comment)).toBeUndefined()
})

test('a server that could not take it off again is given none', async () => {
  const words =
    'Code: 62. DB::Exception: Syntax error: failed at position 30 (COMMENT): Expected SETTING. (SYNTAX_ERROR)'
  const refusal = explainServerError(parseError(words), 'db')
  expect(refusal.cause).toBeInstanceOf(ClickHouseError)
  expect(await markDatabase(keeper(refusal), 'shop', 'one')).toBe(false)
})

test('a lost connection is an error', async () => {
  const lost = explainServerError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }), 'db')
  await expect(markDatabase(keeper(lost), 'shop', 'one')).rejects.toBe(lost)
})

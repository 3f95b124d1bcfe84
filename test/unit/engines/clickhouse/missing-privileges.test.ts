import { parseError } from '@clickhouse/client'
import { expect, test } from 'vitest'
import { findMissing } from '../../../../src/engines/clickhouse/missing-privileges.ts'
import { explainServerError } from '../../../../src/engines/clickhouse/server-error.ts'

const refusal = (words: string) => explainServerError(parseError(words), 'db')
const DENIED = refusal('Code: 497. DB::Exception: Not enough privileges. (ACCESS_DENIED)')
const UNKNOWN = refusal('Code: 62. DB::Exception: Syntax error: failed at position 1 (CHECK). (SYNTAX_ERROR)')

/** What a server answers about grants and about policies. */
const server = (grants: string | Error, policies: string | Error) => ({
  rows: async (query: string) => {
    const answer = query.startsWith('CHECK GRANT') ? grants : policies
    if (typeof answer === 'string') return [[answer]]
    throw answer
  },
})

test('who may see everything is told of nothing', async () => {
  expect(await findMissing(server('1', '0'), 'shop')).toEqual([])
})

test('what a login may not see, and what nobody can tell it, is said', async () => {
  expect((await findMissing(server('0', '2'), 'shop')).join()).toMatch(
    /may not read everything.*2 row policies/,
  )
  expect((await findMissing(server('1', DENIED), 'shop')).join()).toContain('may not see row policies')
  expect((await findMissing(server(UNKNOWN, '0'), 'shop')).join()).toContain('cannot say whether')
})

import { parseError } from '@clickhouse/client'
import { expect, test } from 'vitest'
import { dropClones } from '../../../../src/engines/clickhouse/clones.ts'
import { explainServerError } from '../../../../src/engines/clickhouse/server-error.ts'

const refusal = explainServerError(
  parseError(
    'Code: 497. DB::Exception: Not enough privileges. To execute this query, DROP DATABASE (ACCESS_DENIED)',
  ),
  'db',
)
const refusing = (databases: readonly string[]) => ({
  run: async () => {
    throw refusal
  },
  rows: async (_: string, values?: Readonly<Record<string, string>>) =>
    databases.filter((name) => name === values?.['database']).map(() => ['1']),
})

test('clones that the login may not remove are an error, unless there are none', async () => {
  await expect(dropClones(refusing(['__bk_1']), '__bk_1')).rejects.toBe(refusal)
  await expect(dropClones(refusing(['other']), '__bk_1')).resolves.toBeUndefined()
})

import { expect, test } from 'vitest'
import { unaskedSecrets } from '../../../src/action/unasked-secrets.ts'

test('masked are the token, long values, and short ones whose names say what they are', () => {
  const env = {
    PGPASSWORD: 'tiger',
    client_secret: 'lion',
    API_TOKEN: 'wolf',
    KEY: 'bear',
    PASS: 'cat',
    AWS_REGION: 'eu-central-1',
    URL: 'postgres://u:p@host/db',
  }
  expect(unaskedSecrets({ token: 'ghs', env })).toEqual(['ghs', 'tiger', 'lion', 'wolf', 'bear', env.URL])
  expect(unaskedSecrets({ token: undefined, env: {} })).toEqual([])
})

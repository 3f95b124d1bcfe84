import { expect, test } from 'vitest'
import { readActionReference } from '../../../src/github-workflows/action-reference.ts'
import { neededVariables } from '../../../src/github-workflows/needed-variables.ts'

const COMMIT = '0123456789abcdef0123456789abcdef01234567'

test('a repository and a commit are taken apart', () => {
  expect(readActionReference(`acme/lifeboat@${COMMIT}`)).toEqual({
    repository: 'acme/lifeboat',
    commit: COMMIT,
  })
})

test.each([undefined, 'acme/lifeboat', 'acme/lifeboat@v1', `lifeboat@${COMMIT}`, `acme/lifeboat@${COMMIT}0`])(
  '%s is refused',
  (text) => {
    expect(() => readActionReference(text)).toThrow(/--action/)
  },
)

test('the jobs that reach stores only are not given the secrets of databases', () => {
  const written = {
    stores: {
      primary: { type: 's3', accessKeyId: { env: 'KEY' }, secretAccessKey: { env: 'SECRET' } },
      here: { type: 'filesystem', path: '/tmp' },
    },
    evidence: { key: { env: 'EVIDENCE' } },
    encryption: { identities: [{ file: 'key.txt' }, { env: 'IDENTITY' }] },
    targets: { orders: { connection: { url: { env: 'URL' } } } },
  }
  expect(neededVariables(written)).toEqual({
    everything: ['EVIDENCE', 'IDENTITY', 'KEY', 'SECRET', 'URL'],
    storesOnly: ['EVIDENCE', 'KEY', 'SECRET'],
    files: ['key.txt'],
    folders: ['here'],
  })
})

import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isBranchName } from '../../../src/config/branch-name.ts'
import { readConfiguration } from '../../../src/config/read-configuration.ts'

const FILE = (evidence: string): string => `version: 1
project: shop
stores: { primary: { type: filesystem, path: backups } }
targets: { orders: { engine: postgres, connection: { url: { env: ORDERS_URL } } } }
evidence:
  ${evidence}
`

function read(text: string): void {
  readConfiguration({ file: { name: 'lifeboat.yaml', text }, environment: {} })
}

test.each([
  'main..x',
  '.hidden',
  'a/.b',
  'x.lock',
  'a.lock/b',
  '-x',
  'a b',
  'a//b',
  '/a',
  'a/',
  'a.',
  'a@{1}',
  '@',
  'a~1',
  'a:b',
  'a\\\\b',
  'a[b',
  'a*',
  'a?',
  'a^',
])('evidence.branch %j is refused where it stands', (branch) => {
  expect(() => read(FILE(`branch: "${branch}"`))).toThrow(
    /lifeboat\.yaml:6:11: evidence\.branch: must be the name of a git branch/,
  )
})

test.each(['../../etc', '/etc', 'a/../b', '..', 'a//b', './a', '.git', '.git/x', 'a/.GIT', 'a\\\\b', 'a/'])(
  'evidence.path %j is refused where it stands',
  (path) => {
    expect(() => read(FILE(`path: "${path}"`))).toThrow(
      /lifeboat\.yaml:6:9: evidence\.path: must be a folder in the repository/,
    )
  },
)

test.each(['reports', 'docs/evidence', 'a.b/c_d'])('evidence.path %s is taken', (path) => {
  expect(() => read(FILE(`path: ${path}`))).not.toThrow()
})

function byGit(name: string): boolean {
  try {
    execFileSync('git', ['check-ref-format', '--branch', name], { cwd: '/', stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

test('a branch name is taken exactly when git takes it', () => {
  const piece = fc.constantFrom(
    'a',
    'B',
    '.',
    '..',
    '/',
    '.lock',
    '@',
    '{',
    '-',
    '~',
    ' ',
    ':',
    'é',
    '\u0007',
    '\\',
    '*',
    '[',
    '^',
    '?',
  )
  const text = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(text, (name) => {
      // To git this one stands for HEAD.
      fc.pre(name !== '@')
      return isBranchName(name) === byGit(name)
    }),
    { numRuns: 60 },
  )
})

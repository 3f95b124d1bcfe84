import { expect, test } from 'vitest'
import { openPlainProject } from '../../support/cli/plain-project.ts'

test('an address with a password is not taken from the command line, nor repeated', async () => {
  await using project = await openPlainProject()
  for (const into of [
    'postgres://ann:s3cret@127.0.0.1:1/books_copy',
    'postgres://ann@127.0.0.1:1/books_copy?password=s3cret',
    'host=127.0.0.1 password=s3cret dbname=books_copy',
  ]) {
    const { result, stdout, stderr } = await project.run(['restore', 'books', '--into', into])
    expect(result).toMatchObject({ exitCode: 2, error: { code: 'usage-invalid' } })
    expect(result['error']).toMatchObject({ fix: expect.stringContaining('env:') })
    expect(stdout + stderr).not.toContain('s3cret')
  }
})

test.each([
  ['no address', { OTHER_URL: 's3cret' }, 'OTHER_URL'],
  ['an address of another engine', { OTHER_URL: 'redis://:s3cret@127.0.0.1:1' }, 'OTHER_URL'],
  [
    'the evidence key',
    { LIFEBOAT_EVIDENCE_KEY: 'postgres://s3cret@127.0.0.1:1/s3cret' },
    'LIFEBOAT_EVIDENCE_KEY',
  ],
  ['an identity', { MY_IDENTITY: 'postgres://s3cret@127.0.0.1:1/s3cret' }, 'MY_IDENTITY'],
])('a destination in a variable that holds %s is refused, its value unsaid', async (_, variables, name) => {
  await using project = await openPlainProject({ encryption: { identities: [{ env: 'MY_IDENTITY' }] } })
  const { result, stdout, stderr } = await project.run(
    ['restore', 'books', '--into', `env:${name}`],
    variables,
  )
  expect(result).toMatchObject({ exitCode: 2 })
  expect(JSON.stringify(result)).toContain('usage-invalid')
  expect(stdout + stderr).not.toContain('s3cret')
})

test.each(['abc', '-3', '0', '1.5', ''])('--limit %j is refused', async (limit) => {
  await using project = await openPlainProject()
  const { result } = await project.run(['list', `--limit=${limit}`])
  expect(result).toMatchObject({ exitCode: 2, error: { code: 'usage-invalid' } })
})

test('--limit takes a whole number', async () => {
  await using project = await openPlainProject()
  const { result } = await project.run(['list', '--limit', '3'])
  expect(result).toMatchObject({ exitCode: 0, targets: [{ total: 0 }] })
})

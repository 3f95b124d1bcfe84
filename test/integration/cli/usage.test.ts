import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { openPlainProject } from '../../support/cli/plain-project.ts'

const MAIN = new URL('../../../src/cli/main.ts', import.meta.url).pathname

test.each([
  ['no verb', []],
  ['an unknown verb', ['bakcup']],
  ['an unknown sub-command', ['keys', 'nwe']],
  ['a group without its sub-command', ['evidence']],
  ['an unknown option', ['list', '--limmit', '3']],
  ['a bad choice', ['drill', '--sandbox', 'cloud']],
  ['a missing value', ['evidence', 'verify', '--head']],
  ['a missing argument', ['show']],
])('%s is answered in JSON too', async (_, args) => {
  await using project = await openPlainProject()
  const { exitCode, result, lines } = await project.run(args)
  expect(exitCode).toBe(2)
  expect(lines).toHaveLength(1)
  expect(result).toMatchObject({
    event: 'result',
    exitCode: 2,
    error: { code: 'usage-invalid', what: expect.stringMatching(/^(?!error|\().+/), fix: expect.any(String) },
  })
})

test('without --json an unknown verb is told in words only', async () => {
  const run = promisify(execFile)(process.execPath, [MAIN, 'bakcup'])
  await expect(run).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining("unknown command 'bakcup'"),
  })
})

test('help and version stay text and are no error', async () => {
  const run = promisify(execFile)
  const { stdout } = await run(process.execPath, [MAIN, 'list', '--help'])
  expect(stdout).toContain('Usage: lifeboat list')
})

test('an option does not swallow the one behind it', async () => {
  await using project = await openPlainProject()
  const { result } = await project.run(['evidence', 'verify', '--folder', '.', '--head'])
  expect(result).toMatchObject({ exitCode: 2, error: { what: expect.stringContaining('--head') } })
  const config = await project.run(['list', '--config', '--limit', '3'])
  expect(config.result).toMatchObject({ exitCode: 2, error: { what: expect.stringContaining('--config') } })
})

test.each(['', 'xyz', 'dcae5f8ce335', `${'a'.repeat(63)}g`, 'a'.repeat(65)])(
  '--head %j is no digest, and no verdict on the evidence',
  async (head) => {
    await using project = await openPlainProject()
    const { result } = await project.run(['evidence', 'verify', '--folder', '.', `--head=${head}`])
    expect(result).toMatchObject({
      exitCode: 2,
      error: { code: 'usage-invalid', fix: expect.stringContaining('64') },
    })
  },
)

test.each([
  ['init', ['init', '--config', '/proc/x.yaml']],
  ['init into a file', ['init', '--config', 'lifeboat.yaml/x.yaml']],
  ['keys new', ['keys', 'new', '--out', '/nonexistent/k']],
  ['keys new over a folder', ['keys', 'new', '--out', '/proc/self']],
])('%s says plainly that a file cannot be written', async (_, args) => {
  await using project = await openPlainProject()
  const { result, stdout, stderr } = await project.run(args)
  expect([2, 7]).toContain(result['exitCode'])
  expect(result['error']).toMatchObject({ what: expect.stringMatching(/cannot be written|exists/) })
  expect(stdout + stderr).not.toMatch(/\n\s+at |ENOENT: no such file/)
})

test.each(['main..x', '-x', 'a b'])('--branch=%s is refused', async (branch) => {
  await using project = await openPlainProject()
  for (const verb of [['collect'], ['evidence', 'verify']]) {
    const { result } = await project.run([...verb, `--branch=${branch}`])
    expect(result).toMatchObject({ exitCode: 2, error: { code: 'usage-invalid' } })
  }
})

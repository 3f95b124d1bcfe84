import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createReveal } from '../../../src/config/reveal-secret.ts'
import type { RevealSecret, SecretReference } from '../../../src/core/secret.ts'

let directory: string
let reveal: RevealSecret
const environment = { PATH: '/usr/bin:/bin', PASSWORD: 'hunter2\n', EMPTY: '', LINE: '\n' }

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lifeboat-reveal-'))
  reveal = createReveal({ environment, directory, allowCommands: true })
  await writeFile(join(directory, 'private'), 'hunter2\n\n', { mode: 0o600 })
  await writeFile(join(directory, 'shared'), 'hunter2')
  await chmod(join(directory, 'shared'), 0o644)
})

afterAll(() => rm(directory, { recursive: true }))

test.each<[SecretReference, string]>([
  [{ env: 'PASSWORD' }, 'hunter2'],
  [{ file: 'private' }, 'hunter2\n'],
  [{ command: ['printf', '%s\n', 'hunter2; echo x'] }, 'hunter2; echo x'],
])('%j gives its value without its last line break', async (reference, value) => {
  expect((await reveal(reference)).reveal()).toBe(value)
})

test.each<[SecretReference, string]>([
  [{ env: 'ABSENT' }, 'No secret from the variable ABSENT: it is not set'],
  [{ env: 'EMPTY' }, 'No secret from the variable EMPTY: it is empty'],
  [{ env: 'LINE' }, 'No secret from the variable LINE: it is empty'],
  [{ file: 'absent' }, 'No secret from the file absent: ENOENT'],
  [{ file: 'shared' }, 'No secret from the file shared: others than its owner can read it'],
  [{ command: ['sh', '-c', 'echo hunter2; exit 3'] }, 'No secret from the command sh: it ended with code 3'],
  [
    { command: ['absent-program'] },
    'No secret from the command absent-program: it could not be started (ENOENT)',
  ],
  [
    { command: ['head', '-c', '100000', '/dev/zero'] },
    'No secret from the command head: its output is too long for a secret',
  ],
])('%j is missing, and the error holds no value', async (reference, message) => {
  const error: unknown = await reveal(reference).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'secret-missing', message, fix: expect.any(String) as string })
  expect(JSON.stringify([error, (error as Error).stack, (error as Error).cause])).not.toContain('hunter2')
})

test('a pull request runs no command', async () => {
  const inPullRequest = createReveal({ environment, directory, allowCommands: false })
  await expect(inPullRequest({ command: ['printf', 'x'] })).rejects.toMatchObject({
    code: 'secret-missing',
    why: 'commands are never run for pull requests',
  })
})

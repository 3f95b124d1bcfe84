import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { writeRecord } from '../../../src/evidence/write-record.ts'
import { openStore } from '../../../src/stores/filesystem/index.ts'
import { openPlainProject, type PlainProject } from '../../support/cli/plain-project.ts'
import { backupRecord } from '../../support/evidence/records.ts'
import { badCredentials, notPermittedToPropose } from '../../support/github/api/answers.ts'
import { startFakeGitHub } from '../../support/github/api/fake-github.ts'

async function writeRecords(project: PlainProject, ...indexes: readonly number[]): Promise<void> {
  const store = await openStore({ type: 'filesystem', path: project.storeFolder }, { name: 'primary' })
  for (const index of indexes) await writeRecord(store, backupRecord(index))
}

test('collect --publish github needs no clone, says what it did and why nothing is attested', async () => {
  await using github = await startFakeGitHub()
  await using project = await openPlainProject()
  await writeRecords(project, 1, 2)

  const { exitCode, result, stdout, stderr } = await project.run(
    ['collect', '--publish', 'github'],
    github.environment,
  )

  expect([exitCode, result]).toMatchObject([
    0,
    {
      branch: 'main',
      added: 2,
      sequence: 1,
      commit: github.repository.refOf('main'),
      attestation: { unavailable: expect.stringContaining('Enterprise Server') },
    },
  ])
  expect(stdout + stderr).not.toContain(github.environment['GITHUB_TOKEN'])
})

test('a written or named branch is the one, and a refusal is exit 8 with the fix', async () => {
  await using github = await startFakeGitHub()
  await using project = await openPlainProject({ evidence: { branch: 'evidence' } })
  await writeRecords(project, 1)
  github.state.protectedBranches.add('evidence')
  const refused = await project.run(['collect', '--publish', 'github'], github.environment)
  const named = await project.run(['collect', '--publish', 'github', '--branch', 'other'], github.environment)

  expect(refused.exitCode).toBe(8)
  expect(refused.result).toMatchObject({
    error: { code: 'evidence-undelivered', fix: expect.stringContaining('--publish pull-request') },
  })
  expect(named.result).toMatchObject({ branch: 'other', added: 1 })
})

test('pull-request tells where to accept, none publishes nothing, without a token nothing is tried', async () => {
  await using github = await startFakeGitHub()
  await using project = await openPlainProject()
  await writeRecords(project, 1)
  const none = await project.run(['collect', '--publish', 'none'], github.environment)
  const { GITHUB_TOKEN: _, ...rest } = github.environment
  const nobody = await project.run(['collect', '--publish', 'github'], rest)
  expect([none.exitCode, none.result['added']]).toEqual([0, 0])
  expect([nobody.exitCode, nobody.result]).toMatchObject([7, { error: { code: 'secret-missing' } }])
  expect(github.asked).toEqual([])

  github.interfere({ on: ['createPull'], answer: notPermittedToPropose, times: 1 })
  const refused = await project.run(['collect', '--publish', 'pull-request'], github.environment)
  expect(refused).toMatchObject({ exitCode: 8, result: { added: 1, commit: expect.anything() } })
  expect(refused.stdout + refused.stderr).toContain('Allow it in Settings')
  const proposed = await project.run(['collect', '--publish', 'pull-request'], github.environment)
  expect(proposed.result).toMatchObject({ added: 0, pullRequest: 'https://github.com/ann/shop/pull/1' })
})

test('in a workflow run the ledger is asked from GitHub; where that fails it is said', async () => {
  await using github = await startFakeGitHub()
  await using project = await openPlainProject()
  await writeRecords(project, 1)
  await project.run(['collect', '--publish', 'github'], github.environment)

  const asked = github.asked.length
  const read = await project.run(['status'], github.environment)
  expect(read.result).toMatchObject({ notes: [] })
  expect(github.asked.slice(asked)).toContain('readBlobs')

  github.interfere({ on: ['getRepository'], answer: badCredentials })
  const unread = await project.run(['status'], github.environment)
  expect(unread.result).toMatchObject({
    notes: [expect.stringMatching(/record in the store was relied on\. Opening ann\/shop failed/)],
  })
})

test('a clone of what was published to the default branch is read without naming the branch', async () => {
  await using github = await startFakeGitHub()
  await using project = await openPlainProject()
  await writeRecords(project, 1)
  await project.run(['collect', '--publish', 'github'], github.environment)
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', project.directory, ...args], { encoding: 'utf8', stdio: 'pipe' })
  git('init', '-q', '-b', 'main')
  expect((await project.run(['evidence', 'verify'])).result).toMatchObject({ exitCode: 7 })
  git('fetch', '-q', '--depth', '1', github.repository.directory, 'main:refs/remotes/origin/main')
  git('reset', '-q', 'origin/main')

  expect((await project.run(['evidence', 'verify'])).result).toMatchObject({ exitCode: 0, recordCount: 1 })
})

test('a store that cannot be opened keeps the evidence of the others not back', async () => {
  await using github = await startFakeGitHub()
  const sealed = {
    type: 's3',
    bucket: 'books',
    region: 'eu-central-1',
    accessKeyId: { env: 'NONE' },
    secretAccessKey: { env: 'NONE' },
  }
  const stores = { absent: sealed, primary: { type: 'filesystem', path: 'store' } }
  const target = { engine: 'postgres', connection: { url: { env: 'BOOKS_URL' } }, store: 'primary' }
  await using project = await openPlainProject({ stores, targets: { books: target } })
  await writeRecords(project, 1)
  expect(await project.run(['collect', '--publish', 'github'], github.environment)).toMatchObject({
    exitCode: 7,
    result: { added: 1, problems: [{ code: 'secret-missing' }] },
  })
})

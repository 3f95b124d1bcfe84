import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openBackupBench } from '../../support/backup-bench.ts'
import { runBackup } from '../../../src/backup/backup.ts'
import { openPlainProject } from '../../support/cli/plain-project.ts'

const NOTE = 'No published ledger was at hand; the record in the store was relied on.'

test('outside a repository the records in the store are relied on, and that is said', async () => {
  await using project = await openPlainProject()
  const status = await project.run(['status'])
  expect(status.result).toMatchObject({ exitCode: 0, notes: [`${NOTE} There is no git repository here.`] })
})

test('without git the same is done, and git is named', async () => {
  await using project = await openPlainProject()
  const empty = join(project.directory, 'bin')
  await mkdir(empty)
  const status = await project.run(['status'], { PATH: empty })
  expect(status.result).toMatchObject({ exitCode: 0, notes: [`${NOTE} git was not found.`] })
})

test('the record of a verification outside a repository holds the limitation', async () => {
  await using bench = await openBackupBench()
  await using project = await openPlainProject({
    stores: { primary: { type: 'filesystem', path: bench.storeFolder } },
    encryption: { recipients: [] },
  })
  const { id } = await runBackup(bench.job)
  const { result } = await project.run(['verify', 'books', '--backup', id])
  expect(result['targets']).toMatchObject([
    { record: { limitations: expect.arrayContaining([`${NOTE} There is no git repository here.`]) } },
  ])
})

test('a repository that git cannot read is no missing one', async () => {
  await using project = await openPlainProject()
  await mkdir(join(project.directory, '.git'))
  const status = await project.run(['status'])
  expect(status.result).toMatchObject({ exitCode: 2, error: { code: 'config-invalid' } })
})

test('a broken ledger stops what would rely on it', async () => {
  await using project = await openPlainProject()
  const git = (...args: string[]): unknown =>
    execFileSync('git', ['-C', project.directory, '-c', 'user.name=A', '-c', 'user.email=a@b.c', ...args])
  git('init', '-q', '-b', 'lifeboat-evidence')
  await mkdir(join(project.directory, 'reports', 'ledger'), { recursive: true })
  await writeFile(join(project.directory, 'reports', 'ledger', 'strange.txt'), '?')
  git('add', 'reports')
  git('commit', '-q', '-m', 'strange')
  const status = await project.run(['status'])
  expect(status.result).toMatchObject({ exitCode: 4, error: { code: 'ledger-broken' } })
})

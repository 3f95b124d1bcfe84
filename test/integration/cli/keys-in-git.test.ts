import { execFileSync } from 'node:child_process'
import { access, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openPlainProject } from '../../support/cli/plain-project.ts'

test('git ignores the secret keys that are made inside a work tree', async () => {
  await using project = await openPlainProject()
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', project.directory, ...args], { encoding: 'utf8' })
  git('init', '--quiet')
  await writeFile(join(project.directory, '.gitignore'), 'node_modules')
  expect(await project.run(['keys', 'new'])).toMatchObject({ exitCode: 0 })
  expect(await project.run(['keys', 'new', '--evidence'])).toMatchObject({ exitCode: 0 })
  const ignored = git('check-ignore', 'node_modules', 'lifeboat-key.txt', 'lifeboat-evidence-key.txt')
  expect(ignored.trim().split('\n')).toHaveLength(3)
  expect(git('status', '--porcelain')).not.toContain('key.txt')
})

test('outside of one nothing is written beside the key', async () => {
  await using project = await openPlainProject()
  expect(await project.run(['keys', 'new'])).toMatchObject({ exitCode: 0 })
  await expect(access(join(project.directory, '.gitignore'))).rejects.toMatchObject({ code: 'ENOENT' })
})

import { execFileSync } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { repositoryRoot } from '../../scripts/lib/root.ts'
import { runCli, type CliEnd } from '../support/cli/start-cli.ts'

/** A repository of its own with the sample fleet and what this one holds of its evidence, committed. */
let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lb-sample-'))
  for (const name of ['lifeboat.yaml', 'reports']) {
    await cp(join(repositoryRoot, name), join(directory, name), { recursive: true })
  }
  git('init', '--quiet', '--initial-branch', 'main', '.')
  commit('first')
})
afterAll(() => rm(directory, { recursive: true, force: true }))

function git(...args: readonly string[]): void {
  execFileSync('git', ['-C', directory, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
    stdio: 'ignore',
  })
}

function commit(message: string): void {
  git('add', '--all', '--force')
  git('commit', '--quiet', '--message', message)
}

async function run(...args: readonly string[]): Promise<CliEnd> {
  const environment = { PATH: process.env['PATH'] ?? '', HOME: directory, TMPDIR: tmpdir() }
  return await runCli(args, { directory, environment })
}

async function recordFiles(): Promise<readonly string[]> {
  const files = await readdir(join(directory, 'reports/records'), { recursive: true })
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => join(directory, 'reports/records', file))
}

test('the committed evidence of the sample fleet is whole, and holds a proof', async () => {
  expect(await run('evidence', 'verify')).toMatchObject({ exitCode: 0 })
  const records = await Promise.all((await recordFiles()).map((file) => readFile(file, 'utf8')))
  const drills = records
    .map((text) => JSON.parse(text) as Record<string, unknown>)
    .filter(({ kind }) => kind === 'drill')
  expect(drills.map(({ target, proven }) => ({ target, proven }))).toEqual(
    expect.arrayContaining([
      { target: 'orders', proven: true },
      { target: 'sessions', proven: true },
    ]),
  )
})

test('altered after it was committed, it is not', async () => {
  const [file = ''] = await recordFiles()
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace('"outcome":"succeeded"', '"outcome":"cancelled"'))
  commit('forged')
  expect(await run('evidence', 'verify')).toMatchObject({ exitCode: 4 })
})

import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundle } from '../../scripts/lib/bundle.ts'
import { repositoryRoot } from '../../scripts/lib/root.ts'

const committed = join(repositoryRoot, 'dist')
let built: string

beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'lb-dist-'))
  await bundle(built)
})
afterAll(() => rm(built, { recursive: true, force: true }))

const byName = (a: string, b: string): number => (a < b ? -1 : 1)

/** Every file of a folder with its content. */
async function contentsOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort(byName)
  const contents = files.map(async (file) => [file.slice(folder.length + 1), await readFile(file, 'utf8')])
  return Object.fromEntries(await Promise.all(contents)) as Record<string, string>
}

test('dist/ is, byte for byte, what the sources build (else: npm run build, and commit it on its own)', async () => {
  const [fresh, kept] = await Promise.all([contentsOf(built), contentsOf(committed)])
  expect(Object.keys(kept)).toEqual(Object.keys(fresh))
  const stale = Object.keys(fresh).filter((name) => fresh[name] !== kept[name])
  expect(stale).toEqual([])
})

test('it names no path of the machine that built it', async () => {
  const naming = Object.entries(await contentsOf(built)).filter(([, text]) => text.includes(repositoryRoot))
  expect(naming.map(([name]) => name)).toEqual([])
})

test('it runs without its sources, without node_modules, and without testcontainers until a container is wanted', async () => {
  const alone = await mkdtemp(join(tmpdir(), 'lb-alone-'))
  try {
    await bundle(join(alone, 'dist'))
    await rm(join(alone, 'dist/dependencies/testcontainers.js'))
    const run = async (...args: string[]) =>
      await promisify(execFile)(process.execPath, [join(alone, 'dist/cli.js'), ...args], { cwd: alone })
    await run('init')
    expect((await run('list')).stdout).toContain('has no backup in')
    expect((await run('keys', 'new')).stdout).toContain('age1')
  } finally {
    await rm(alone, { recursive: true, force: true })
  }
})

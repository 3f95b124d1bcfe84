import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CONNECTION_SCHEMAS } from '../../../src/registry.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../../..')
const COPIED = ['src', 'scripts', 'package.json', 'action.yml', 'docs/engines.md']
const [FIRST = '', ...OTHERS] = Object.keys(CONNECTION_SCHEMAS)
let copy: string

beforeEach(async () => {
  copy = await mkdtemp(join(tmpdir(), 'lifeboat-registry-'))
  await Promise.all(COPIED.map((name) => cp(join(root, name), join(copy, name), { recursive: true })))
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  const tsconfig = JSON.parse(await readFile(join(root, 'tsconfig.json'), 'utf8')) as object
  await writeFile(join(copy, 'tsconfig.json'), JSON.stringify({ ...tsconfig, include: ['src'] }))
})

afterEach(() => rm(copy, { recursive: true }))

// Several together, because whoever imports one of them does not compile without the others either.
test.each([
  { engines: [FIRST], stores: ['s3'] },
  { engines: OTHERS, stores: [] },
])('without $engines and $stores everything else compiles, with one row fewer for each', async (gone) => {
  const folders = Object.entries(gone).flatMap(([kind, names]) => names.map((name) => join(kind, name)))
  await Promise.all(folders.map((folder) => rm(join(copy, 'src', folder), { recursive: true })))
  await run(process.execPath, ['scripts/generate.ts'], { cwd: copy })
  await run(join(root, 'node_modules/.bin/tsc'), ['-p', '.'], { cwd: copy })
  expect(await lost('src/registry.ts', /^import \{ .*\/(\w+)\/config/)).toEqual([
    ...gone.engines,
    ...gone.stores,
  ])
  expect(await lost('docs/engines.md', /^\| `(\w+)`/)).toEqual(gone.engines)
})

test('a folder that is not in the registry makes the check fail', async () => {
  await rm(join(copy, 'src/engines/redis'), { recursive: true })
  const check = run(process.execPath, ['scripts/generate.ts', '--check'], { cwd: copy })
  await expect(check).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringContaining('src/registry.ts is stale') as string,
  })
})

/** What the rows of a generated file named and no longer do. */
async function lost(file: string, row: RegExp): Promise<string[]> {
  const namedIn = async (project: string): Promise<string[]> =>
    (await readFile(join(project, file), 'utf8')).split('\n').flatMap((line) => row.exec(line)?.[1] ?? [])
  const left = await namedIn(copy)
  return (await namedIn(root)).filter((name) => !left.includes(name))
}

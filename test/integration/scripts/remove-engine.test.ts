import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../../..')
const COPIED = ['src', 'scripts', 'package.json', 'action.yml']
let copy: string

beforeEach(async () => {
  copy = await mkdtemp(join(tmpdir(), 'lifeboat-registry-'))
  await Promise.all(COPIED.map((name) => cp(join(root, name), join(copy, name), { recursive: true })))
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  const tsconfig = JSON.parse(await readFile(join(root, 'tsconfig.json'), 'utf8')) as object
  await writeFile(join(copy, 'tsconfig.json'), JSON.stringify({ ...tsconfig, include: ['src'] }))
})

afterEach(() => rm(copy, { recursive: true }))

test.each([
  ['engines', 'postgres'],
  ['stores', 's3'],
])('without %s/%s everything else compiles, with one row fewer', async (kind, name) => {
  await rm(join(copy, 'src', kind, name), { recursive: true })
  await run(process.execPath, ['scripts/generate.ts'], { cwd: copy })
  await run(join(root, 'node_modules/.bin/tsc'), ['-p', '.'], { cwd: copy })
  const before = await rows(root)
  const after = await rows(copy)
  expect(before.filter((line) => !after.includes(line))).toEqual([
    expect.stringContaining(`/${kind}/${name}/`),
  ])
})

test('a folder that is not in the registry makes the check fail', async () => {
  await rm(join(copy, 'src/engines/redis'), { recursive: true })
  const check = run(process.execPath, ['scripts/generate.ts', '--check'], { cwd: copy })
  await expect(check).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringContaining('src/registry.ts is stale') as string,
  })
})

async function rows(project: string): Promise<string[]> {
  const text = await readFile(join(project, 'src/registry.ts'), 'utf8')
  return text.split('\n').filter((line) => line.startsWith('import { '))
}

import { spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { linters } from '../../../scripts/lib/linters.ts'
import { startCli, type CliEnd } from '../../support/cli/start-cli.ts'
import { blocksOf, ROOT } from '../../support/docs/blocks.ts'
import { lints } from '../../support/workflows/lint.ts'

const ACTION = 'acme/lifeboat@0123456789abcdef0123456789abcdef01234567'
let temporary: string

beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'lb-workflows-'))
})
afterAll(() => rm(temporary, { recursive: true, force: true }))

/** A git repository of its own, as the linters want one. */
async function repository(name: string): Promise<string> {
  const folder = join(temporary, name)
  await mkdir(join(folder, '.github', 'workflows'), { recursive: true })
  spawnSync('git', ['init', '--quiet', folder])
  return folder
}

async function withWorkflow(name: string, text: string): Promise<string> {
  const folder = await repository(name)
  await writeFile(join(folder, '.github', 'workflows', 'one.yml'), text)
  return folder
}

function initGithub(directory: string, ...more: string[]): Promise<CliEnd> {
  const environment = { PATH: process.env['PATH'] ?? '', HOME: temporary }
  return startCli(['init', '--github', '--action', ACTION, ...more], { directory, environment }).ended
}

async function sampleFleet(name: string): Promise<string> {
  const folder = await repository(name)
  await cp(join(ROOT, 'lifeboat.yaml'), join(folder, 'lifeboat.yaml'))
  return folder
}

/** One fault for each linter, and nothing for the other to find. */
const BAD = {
  actionlint: `
name: Bad
on: workflow_dispatch
permissions: {}
jobs:
  one:
    name: One
    runs-on: ubuntu-24.04
    steps: [{ run: 'true', if: github.nothing_of_that_name }]
`,
  zizmor: `
name: Bad
on: { workflow_dispatch: { inputs: { name: { type: string } } } }
permissions: {}
jobs:
  one:
    name: One
    runs-on: ubuntu-24.04
    steps: [{ run: 'echo "\${{ inputs.name }}"' }]
`,
}

describe.each(Object.values(linters))('$name', ({ name, isThere }) => {
  const lint = lints[name]

  test.runIf(isThere())('has nothing to say about the workflows and the action of this repository', () => {
    expect(lint(ROOT)).toBe('')
  })

  test.runIf(isThere()).each([
    { place: 'elsewhere', options: [] },
    { place: 'here', options: ['--local'] },
  ])(
    'has nothing to say about what init --github writes when the called workflows lie $place',
    async ({ place, options }) => {
      const folder = await sampleFleet(`${name}-${place}`)
      expect((await initGithub(folder, ...options)).exitCode).toBe(0)
      expect(lint(folder)).toBe('')
    },
  )

  test.runIf(isThere())('has nothing to say about the workflows in the documents', async () => {
    const blocks = [...(await blocksOf('README.md')), ...(await blocksOf('docs/github.md'))].filter(
      ({ kind }) => kind === 'yaml .github/workflows/lifeboat.yml',
    )
    expect(blocks.length).toBeGreaterThan(1)
    for (const [index, { text }] of blocks.entries())
      expect(lint(await withWorkflow(`${name}-document-${index}`, text))).toBe('')
  })

  test.runIf(isThere())('is not content with everything', async () => {
    expect(lint(await withWorkflow(`${name}-bad`, BAD[name]))).toMatch(
      name === 'actionlint' ? /nothing_of_that_name/ : /template-injection/,
    )
  })
})

test('init --github writes a workflow for each schedule, and leaves what is there', async () => {
  const folder = await sampleFleet('twice')
  const workflows = join(folder, '.github', 'workflows')
  await writeFile(join(workflows, 'lifeboat-drill.yml'), 'mine')
  const { result, exitCode } = await initGithub(folder)
  expect(exitCode).toBe(5)
  const names = ['backup', 'verify', 'drill', 'restore', 'report'].map((kind) => `lifeboat-${kind}.yml`)
  expect((await readdir(workflows)).toSorted()).toEqual(names.toSorted())
  expect(result).toMatchObject({
    kept: ['lifeboat-drill.yml'],
    different: ['lifeboat-drill.yml'],
    needs: { everything: ['LIFEBOAT_EVIDENCE_KEY', 'ORDERS_DATABASE_URL', 'SESSIONS_PASSWORD'] },
  })
  expect(await readFile(join(workflows, 'lifeboat-drill.yml'), 'utf8')).toBe('mine')
  const backup = await readFile(join(workflows, 'lifeboat-backup.yml'), 'utf8')
  expect(backup).toContain(`uses: ${ACTION.replace('@', '/.github/workflows/run.yml@')}`)
  expect(backup.match(/(?<=cron: ).*/g)).toEqual(['17 * * * *', '37 2 * * *', '53 1,7,13,19 * * *'])
})

test('init --github a second time names what it would write otherwise: exit 5, and nothing is changed', async () => {
  const folder = await sampleFleet('again')
  const workflows = join(folder, '.github', 'workflows')
  await initGithub(folder)
  const names = (await readdir(workflows)).toSorted()
  const again = await initGithub(folder)
  expect(again.exitCode).toBe(0)
  expect(again.result).toMatchObject({ written: [], different: [] })

  const callers = names.filter((name) => name.endsWith('.yml'))
  const other = await initGithub(folder, '--action', ACTION.replace('0123', 'ffff'))
  expect(other.exitCode).toBe(5)
  expect((other.result['different'] as string[]).toSorted()).toEqual(callers)
  const local = await initGithub(folder, '--local')
  expect(local.exitCode).toBe(5)
  expect((local.result['different'] as string[]).toSorted()).toEqual(callers)
  expect(local.result['written']).toHaveLength(3)
  const backup = await readFile(join(workflows, 'lifeboat-backup.yml'), 'utf8')
  expect(backup).toContain(`uses: ${ACTION.replace('@', '/.github/workflows/run.yml@')}`)
})

test('init --github refuses a tag, and a folder that is no repository', async () => {
  const folder = await sampleFleet('refused')
  const environment = { PATH: process.env['PATH'] ?? '', HOME: temporary }
  const tag = await startCli(['init', '--github', '--action', 'acme/lifeboat@v1'], {
    directory: folder,
    environment,
  }).ended
  expect(tag.result).toMatchObject({ exitCode: 2, error: { code: 'usage-invalid' } })
  const bare = join(temporary, 'bare')
  await mkdir(bare)
  await cp(join(ROOT, 'lifeboat.yaml'), join(bare, 'lifeboat.yaml'))
  const outside = await initGithub(bare)
  expect(outside.result).toMatchObject({ exitCode: 2, error: { code: 'usage-invalid' } })
  expect(await readdir(bare)).toEqual(['lifeboat.yaml'])
})

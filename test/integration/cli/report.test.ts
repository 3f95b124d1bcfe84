import { execFileSync } from 'node:child_process'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Compliance } from '../../../src/compliance/compliance.ts'
import type { EvidenceRecord } from '../../../src/core/record.ts'
import { writeRecord } from '../../../src/evidence/write-record.ts'
import { openStore } from '../../../src/stores/filesystem/index.ts'
import { openPlainProject, type PlainProject } from '../../support/cli/plain-project.ts'
import { backup, drill, policy } from '../../support/compliance/scene.ts'

const HOUR_MS = 3_600_000
const target = 'books'
const october = ['09-30', '10-01', '10-02', '10-04'].map((day) =>
  backup({ target, start: `${day} 02:17`, end: `${day} 02:20`, slot: `${day} 02:17` }),
)
const records: readonly EvidenceRecord[] = [
  policy({
    target,
    start: '09-30 01:00',
    schedule: { backup: '17 2 * * *' },
    objectives: { rpoMs: 25 * HOUR_MS, rtoMs: HOUR_MS },
  }),
  ...october,
  drill(october[1]!, { start: '10-01 04:17', rtaMs: 9000, rtoMs: HOUR_MS, phases: { load: 8000 } }),
]

async function openProject(): Promise<PlainProject> {
  const project = await openPlainProject()
  const store = await openStore({ type: 'filesystem', path: project.storeFolder }, { name: 'primary' })
  for (const record of records) await writeRecord(store, record)
  await store.close()
  return project
}

async function filesIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const items = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = items.filter((item) => item.isFile()).map((item) => join(item.parentPath, item.name))
  const read = paths
    .toSorted()
    .map(async (path) => [path.slice(folder.length + 1), await readFile(path, 'utf8')])
  return Object.fromEntries((await Promise.all(read)) as [string, string][])
}

test('a month is judged, written twice with the same bytes, and its breach is exit 5', async () => {
  await using project = await openProject()
  const { exitCode, result } = await project.run(['report', '--period', '2026-10'])
  expect(exitCode).toBe(5)
  const { targets, asOf } = result['compliance'] as Compliance
  expect(asOf).toBe('2026-11-02T00:00:00Z')
  expect(targets[0]?.population.counts).toMatchObject([
    { expected: 31, executed: 3, missed: 28 },
    { kind: 'drill' },
  ])
  expect(targets[0]?.verdicts).toMatchObject({ rpoClaimed: 'breached', rto: 'met', integrity: 'met' })
  const folder = join(project.directory, 'reports')
  const first = await filesIn(folder)
  expect(Object.keys(first)).toEqual([
    'README.md',
    'assets/books.svg',
    'compliance/2026-10.json',
    'compliance/2026-10.md',
  ])
  await project.run(['report', '--period', '2026-10'])
  expect(await filesIn(folder)).toEqual(first)
})

test('without a period this month is judged, and the one before once more, whose breach is exit 5', async () => {
  await using project = await openPlainProject()
  const store = await openStore({ type: 'filesystem', path: project.storeFolder }, { name: 'primary' })
  const now = new Date()
  const before = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1)).toISOString().slice(0, 7)
  const start = `${before}-01 02:17`
  const objectives = { rpoMs: 25 * HOUR_MS }
  const record = policy({
    target,
    start: `${before}-01 01:00`,
    schedule: { backup: '17 2 * * *' },
    objectives,
  })
  await writeRecord(store, record)
  await writeRecord(store, backup({ target, start, end: start, slot: start }))
  await store.close()
  const { exitCode, result } = await project.run(['report'])
  expect(exitCode).toBe(5)
  expect((result['previous'] as Compliance).targets[0]?.verdicts.rpoClaimed).toBe('breached')
  const months = [before, now.toISOString().slice(0, 7)]
  expect(Object.keys(await filesIn(join(project.directory, 'reports', 'compliance')))).toEqual(
    months.flatMap((name) => [`${name}.json`, `${name}.md`]),
  )
})

test('what was known earlier is judged up to then, elsewhere when asked', async () => {
  await using project = await openProject()
  const args = ['report', 'books', '--period', '2026-10', '--as-of', '2026-10-03T02:00:00Z', '--out', 'audit']
  expect((await project.run(args)).exitCode).toBe(0)
  expect(Object.keys(await filesIn(join(project.directory, 'audit')))).toEqual([
    'compliance/2026-10.books.json',
    'compliance/2026-10.books.md',
  ])
})

test('the files are committed where the records are published, and the overview knows the reports there', async () => {
  await using project = await openProject()
  execFileSync('git', ['init', '-q', project.directory])
  await project.run(['collect'])
  const { result } = await project.run([
    'report',
    '--period',
    '2026-09',
    '--publish',
    'git',
    '--out',
    'first',
  ])
  expect(result['commit']).toMatch(/^[0-9a-f]{40}$/)
  const args = ['report', '--period', '2026-10', '--publish', 'git', '--out', 'second']
  const second = await project.run(args)
  expect((second.result['compliance'] as Compliance).evidence).toMatchObject({
    ledger: { sequence: 1 },
    records: 6,
    unpublished: 0,
  })
  const show = (path: string): string =>
    execFileSync('git', ['-C', project.directory, 'show', `lifeboat-evidence:reports/${path}`], {
      encoding: 'utf8',
    })
  expect(show('README.md')).toMatch(/\[2026-10\]\(compliance\/2026-10\.md\)\n- \[2026-09\]/)
  expect(show('README.md')).toContain('| anchored | `20261004T0217')
  const { 'compliance/2026-10.json': json } = await filesIn(join(project.directory, 'second'))
  expect(show('compliance/2026-10.json')).toBe(json)
  expect((await project.run(args)).result['commit']).toBeUndefined()
})

test.each(['2098-01', '2098'])('%s is still to come, so nothing can be said of it', async (period) => {
  await using project = await openProject()
  const { result } = await project.run(['report', '--period', period])
  expect(result).toMatchObject({ exitCode: 2, error: { code: 'usage-invalid' } })
  expect(await readdir(project.directory)).not.toContain('reports')
})

test('what is in a store and is no record is named and not counted', async () => {
  await using project = await openProject()
  const path = join(project.storeFolder, 'evidence/2026/10', `${october[3]!.id}.json`)
  await writeFile(path, (await readFile(path, 'utf8')).replace('02:17', '01:17').replace('{', '{ '))
  const { evidence } = (await project.run(['report', '--period', '2026-10'])).result[
    'compliance'
  ] as Compliance
  expect(evidence).toMatchObject({
    records: 5,
    notCounted: [
      `Record ${october[3]!.id} in store primary is not counted: it is not in canonical form (RFC 8785).`,
    ],
  })
})

test.each([
  ['--period', 'November'],
  ['--as-of', 'yesterday'],
])('%s %s is bad usage', async (option, value) => {
  await using project = await openPlainProject()
  const { exitCode, result } = await project.run(['report', option, value])
  expect(exitCode).toBe(2)
  expect(result).toMatchObject({ error: { code: 'usage-invalid' } })
})

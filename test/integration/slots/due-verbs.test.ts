import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { EvidenceRecord, PolicyRecord } from '../../../src/core/record.ts'
import { canonicalBytes } from '../../../src/evidence/canonical.ts'
import { keysIn } from '../../support/cli/leftovers.ts'
import { openPlainProject, type PlainProject } from '../../support/cli/plain-project.ts'

const HOUR_MS = 3_600_000
/** Half an hour away, so that no test sees it pass. */
const MINUTE = (new Date().getUTCMinutes() + 30) % 60
const cron = `${MINUTE} * * * *`
const hourly = { defaults: { schedule: { backup: cron } } }

async function recordsOf({ storeFolder }: PlainProject): Promise<readonly EvidenceRecord[]> {
  const keys = await keysIn(storeFolder, 'evidence/')
  return Promise.all(
    keys.map(async (key) => JSON.parse(await readFile(join(storeFolder, key), 'utf8')) as EvidenceRecord),
  )
}

/** As if the policy had been in force for some hours. */
async function backdate({ storeFolder }: PlainProject, hours: number): Promise<void> {
  const file = join(storeFolder, 'policies/books/000001.json')
  const policy = JSON.parse(await readFile(file, 'utf8')) as PolicyRecord
  const startedAt = new Date(Date.parse(policy.startedAt) - hours * HOUR_MS).toISOString()
  await rm(file, { force: true })
  await writeFile(file, canonicalBytes({ ...policy, startedAt }))
}

function dueOf(result: object): unknown {
  return (result as { readonly targets: readonly { readonly due?: unknown }[] }).targets[0]?.due
}

test('ten ticks at once: one runs the newest time, the missed ones are in its record and nowhere else', async () => {
  await using project = await openPlainProject(hourly)
  const first = await project.run(['backup', '--due'])
  expect(first).toMatchObject({
    exitCode: 0,
    result: { targets: [{ target: 'books', due: { state: 'idle' } }] },
  })
  expect(await recordsOf(project)).toMatchObject([{ kind: 'policy', schedule: { backup: cron } }])
  expect((await project.run(['plan', '--matrix', '--kind', 'backup', '--due'])).result).toMatchObject({
    matrix: { include: [] },
  })

  await backdate(project, 3)
  expect((await project.run(['plan', '--matrix', '--kind', 'backup', '--due'])).result).toMatchObject({
    matrix: { include: [{ target: 'books' }] },
  })
  const ends = await Promise.all(Array.from({ length: 10 }, () => project.run(['backup', '--due'])))
  // The server of this project does not run: the one that tried says so, and its record stands for its time.
  expect(ends.map(({ exitCode }) => exitCode).filter((code) => code !== 0)).toEqual([7])
  const states = ends.filter(({ exitCode }) => exitCode === 0).map(({ result }) => dueOf(result))
  for (const state of states) expect(['idle', 'busy']).toContain((state as { readonly state: string }).state)

  const runs = (await recordsOf(project)).filter(({ kind }) => kind === 'backup')
  expect(runs).toHaveLength(1)
  const { trigger, outcome, startedAt } = runs[0]!
  const scheduledFor = Date.parse(trigger.scheduledFor ?? '')
  expect({ outcome, kind: trigger.kind }).toEqual({ outcome: 'couldNotRun', kind: 'schedule' })
  expect(new Date(scheduledFor).getUTCMinutes()).toBe(MINUTE)
  expect(Date.parse(startedAt) - scheduledFor).toBeGreaterThanOrEqual(trigger.slippageMs ?? Infinity)
  expect(trigger.missed?.map((time) => (scheduledFor - Date.parse(time)) / HOUR_MS)).toEqual([2, 1])
  expect(await keysIn(project.storeFolder, 'slots/books/backup/')).toHaveLength(3)

  expect((await project.run(['backup', '--due'])).result).toMatchObject({
    exitCode: 0,
    targets: [{ due: { state: 'idle', next: new Date(scheduledFor + HOUR_MS).toISOString() } }],
  })
}, 60_000)

test('where nobody can tell what was scheduled nothing is run', async () => {
  await using project = await openPlainProject(hourly)
  await project.run(['backup', '--due'])
  await backdate(project, 2)
  await writeFile(join(project.storeFolder, 'policies/books/000002.json'), '{}')
  const { exitCode, result } = await project.run(['backup', '--due'])
  expect(exitCode).toBe(4)
  expect(result).toMatchObject({ targets: [{ error: { code: 'record-altered' } }] })
  expect((await project.run(['plan', '--matrix', '--kind', 'backup', '--due'])).exitCode).toBe(4)
})

test('what is not scheduled is never due', async () => {
  await using project = await openPlainProject(hourly)
  const { exitCode, result } = await project.run(['drill', '--due'])
  expect(exitCode).toBe(0)
  expect(result).toMatchObject({ targets: [{ due: { state: 'notScheduled' } }] })
  expect((await project.run(['plan', '--matrix', '--kind', 'drill', '--due'])).result).toMatchObject({
    matrix: { include: [] },
  })
})

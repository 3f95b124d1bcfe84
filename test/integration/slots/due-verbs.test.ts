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
const hourly = { defaults: { schedule: { backup: cron, verify: cron, drill: cron } } }

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
  expect(await recordsOf(project)).toMatchObject([
    { kind: 'policy', schedule: { backup: cron, drill: cron } },
  ])
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

test.each([
  ['verify', 'verification'],
  ['drill', 'drill'],
])('%s does what is due, and its record is the one that its claim names', async (verb, kind) => {
  await using project = await openPlainProject(hourly)
  await project.run([verb, '--due'])
  await backdate(project, 1)
  expect((await project.run([verb, '--due'])).exitCode).not.toBe(0)
  const [record] = (await recordsOf(project)).filter((each) => each.kind === kind)
  expect(record?.trigger).toMatchObject({ kind: 'schedule', missed: [] })
  const [claim = ''] = await keysIn(project.storeFolder, `slots/books/${verb}/`)
  const { recordId } = JSON.parse(await readFile(join(project.storeFolder, claim), 'utf8')) as {
    readonly recordId: string
  }
  expect(recordId).toBe(record?.id)
})

test('where nobody can tell what was scheduled nothing is run, and what is not scheduled is never due', async () => {
  await using project = await openPlainProject(hourly)
  const [, unscheduled, matrix] = await Promise.all([
    project.run(['backup', '--due']),
    project.run(['check', '--due']),
    project.run(['plan', '--matrix', '--kind', 'check', '--due']),
  ])
  expect(unscheduled).toMatchObject({
    exitCode: 0,
    result: { targets: [{ due: { state: 'notScheduled' } }] },
  })
  expect(matrix.result).toMatchObject({ matrix: { include: [] } })

  await backdate(project, 2)
  await writeFile(join(project.storeFolder, 'policies/books/000002.json'), '{}')
  const [run, plan] = await Promise.all([
    project.run(['backup', '--due']),
    project.run(['plan', '--matrix', '--kind', 'backup', '--due']),
  ])
  expect(run).toMatchObject({ exitCode: 4, result: { targets: [{ error: { code: 'record-altered' } }] } })
  expect(plan.exitCode).toBe(4)
})

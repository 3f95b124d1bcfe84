import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { EvidenceRecord, PolicyRecord } from '../../../src/core/record.ts'
import { canonicalBytes } from '../../../src/evidence/canonical.ts'
import { keysIn } from '../../support/cli/leftovers.ts'
import { openPlainProject, type PlainProject } from '../../support/cli/plain-project.ts'

/** Half an hour away, so that no test sees it pass. */
const MINUTE = (new Date().getUTCMinutes() + 30) % 60
const target = { engine: 'postgres', connection: { url: { env: 'BOOKS_URL' } } }
const library = {
  defaults: { schedule: { drill: `${MINUTE} * * * *` } },
  targets: { books: target, papers: target, alone: target },
  groups: { library: { targets: ['papers', 'books'] } },
}

/** As if the policy of a target had been in force for an hour longer. */
async function backdate({ storeFolder }: PlainProject, name: string): Promise<void> {
  const file = join(storeFolder, `policies/${name}/000001.json`)
  const policy = JSON.parse(await readFile(file, 'utf8')) as PolicyRecord
  const startedAt = new Date(Date.parse(policy.startedAt) - 3_600_000).toISOString()
  await rm(file, { force: true })
  await writeFile(file, canonicalBytes({ ...policy, startedAt }))
}

async function runsIn({ storeFolder }: PlainProject): Promise<readonly EvidenceRecord[]> {
  const keys = await keysIn(storeFolder, 'evidence/')
  const records = await Promise.all(
    keys.map(async (key) => JSON.parse(await readFile(join(storeFolder, key), 'utf8')) as EvidenceRecord),
  )
  return records.filter(({ kind }) => kind !== 'policy')
}

test('a group is drilled whole as soon as one member is due, and only that member has claimed its time', async () => {
  await using project = await openPlainProject(library)
  const matrix = async (): Promise<unknown> =>
    (await project.run(['plan', '--matrix', '--kind', 'drill', '--due'])).result['matrix']
  expect(await project.run(['drill', '--due'])).toMatchObject({ exitCode: 0 })
  expect(await matrix()).toEqual({ include: [] })
  expect(await runsIn(project)).toEqual([])

  await backdate(project, 'papers')
  expect(await matrix()).toEqual({ include: [{ target: 'library' }] })
  // There is nothing to drill: every member says so, and so does the group.
  const { exitCode, result } = await project.run(['drill', '--due'])
  expect(exitCode).not.toBe(0)
  expect(result).toMatchObject({
    targets: [
      { target: 'papers', record: { trigger: { kind: 'schedule', missed: [] } } },
      { target: 'books', record: { trigger: { kind: 'manual' } } },
      { target: 'alone', due: { state: 'idle' } },
    ],
    groups: [{ group: 'library', record: { kind: 'groupDrill', proven: false } }],
  })
  const runs = await runsIn(project)
  expect(runs.map(({ kind, target: of }) => `${kind} ${of}`).toSorted()).toEqual([
    'drill books',
    'drill papers',
    'groupDrill library',
  ])
  const [claim = ''] = await keysIn(project.storeFolder, 'slots/papers/drill/')
  const { recordId } = JSON.parse(await readFile(join(project.storeFolder, claim), 'utf8')) as {
    readonly recordId: string
  }
  expect(runs.find(({ id }) => id === recordId)).toMatchObject({ kind: 'drill', target: 'papers' })

  expect(await project.run(['drill', '--due'])).toMatchObject({ exitCode: 0 })
  expect(await runsIn(project)).toHaveLength(3)
})

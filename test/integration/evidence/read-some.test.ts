import { expect, test } from 'vitest'
import { openGitBranch } from '../../../src/evidence/branch/git-branch.ts'
import { collectRecords } from '../../../src/evidence/collect.ts'
import { openGitLedger } from '../../../src/evidence/ledger/read-ledger.ts'
import { readRecords } from '../../../src/evidence/read-records.ts'
import { testContext } from '../../support/context.ts'
import { idOf } from '../../support/evidence/records.ts'
import { evidenceBench, writeBackups } from '../../support/evidence/repository.ts'

test('of the published records only those are read that are asked for, however many there are', async () => {
  await using bench = await evidenceBench()
  await using context = await testContext()
  await writeBackups(bench, 1, 60)
  const store = await bench.store()
  await collectRecords({ stores: [store], branch: await openGitBranch(bench.place, context), context })
  const ledger = await openGitLedger(bench.place, context)
  if (ledger === undefined) throw new Error('it was published')

  const some: string[] = []
  const wanted = new Set([idOf(7), idOf(59)])
  for await (const { entry } of ledger.readAll(wanted)) some.push(entry.id)
  expect(some).toEqual([...wanted])

  const [since, until] = [new Date('2026-11-21T02:47:00Z'), new Date('2026-12-21T00:00:00Z')]
  const search = { store, ledger, target: 'orders', since, until, warn: () => undefined }
  const ids = async (newest: object) =>
    (await readRecords({ ...search, ...newest }, ['backup'])).map(({ id }) => id)
  expect(await ids({})).toEqual(Array.from({ length: 31 }, (_, index) => idOf(index + 30)))
  expect(await ids({ newest: 2 })).toEqual([idOf(59), idOf(60)])
})

import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { LifeboatError } from '../../../src/core/errors.ts'
import { runRestore, type RestoreRequest } from '../../../src/restore/restore.ts'
import { openDrillBench, type DrillBench } from '../../support/drill-bench.ts'

/** The bench's store from the moment of the confirmation on: no record can be written to it. */
async function loseEvidence({ storeFolder }: DrillBench): Promise<void> {
  await rename(join(storeFolder, 'evidence'), `${storeFolder}.evidence`)
  await writeFile(join(storeFolder, 'evidence'), '')
}

async function request(bench: DrillBench): Promise<RestoreRequest> {
  return {
    ...(await bench.job()),
    selector: 'latest',
    into: 'copy',
    acceptUnanchored: false,
    planOnly: false,
    show: () => undefined,
    confirm: async () => {
      await loseEvidence(bench)
      return 'typed'
    },
  }
}

test('a store lost before the record: the restore is done, and the error says that only its record is missing', async () => {
  await using bench = await openDrillBench()
  const failure: unknown = await runRestore(await request(bench)).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(LifeboatError)
  const { host, port } = bench.source.server
  expect(failure).toMatchObject({
    code: 'evidence-undelivered',
    exitCode: 8,
    what: `backup ${bench.backup.id} was restored into ${host}:${port}/copy, but the record of that could not be kept`,
  })
  expect(await bench.source.sql('copy', 'select count(*) from orders')).toBe('2000')
  await rm(`${bench.storeFolder}.evidence`, { recursive: true })
})

test('a restore that fails and cannot be recorded either tells its own failure', async () => {
  await using bench = await openDrillBench()
  const asked = await request(bench)
  const record = await runRestore({
    ...asked,
    encryption: { ...asked.encryption, identities: async () => [] },
  })
  expect(record).toMatchObject({
    outcome: 'couldNotRun',
    error: { code: 'identity-missing' },
    confirmedBy: 'typed',
  })
  await rm(`${bench.storeFolder}.evidence`, { recursive: true })
})

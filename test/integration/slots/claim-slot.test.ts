import { expect, test } from 'vitest'
import { runBackup } from '../../../src/backup/backup.ts'
import type { TargetJob } from '../../../src/evidence/target-job.ts'
import { claimSlot, type SlotRequest } from '../../../src/slots/claim-slot.ts'
import { openBackupBench, type BackupBench } from '../../support/backup-bench.ts'
import { keysOf } from '../../support/keys-of.ts'
import { aheadBy } from '../../support/moved-clock.ts'

const MINUTE = 60_000

function request(bench: BackupBench, parts: Partial<SlotRequest> = {}): SlotRequest {
  return {
    store: bench.store,
    target: 'books',
    kind: 'backup',
    scheduledFor: '2026-11-21T02:17:00Z',
    recordId: '20261121T021705Z-aaaa',
    holdMs: 10 * MINUTE,
    context: bench.job.context,
    ...parts,
  }
}

test('a slot is given once', async () => {
  await using bench = await openBackupBench()
  await claimSlot(request(bench))
  const again = request(bench, { recordId: '20261121T021706Z-bbbb' })
  await expect(claimSlot(again)).rejects.toMatchObject({ code: 'busy', exitCode: 6 })
  await claimSlot(request(bench, { kind: 'verify' }))
  await claimSlot(request(bench, { scheduledFor: '2026-11-22T02:17:00Z' }))
})

test('one written with an offset is the same slot', async () => {
  await using bench = await openBackupBench()
  await claimSlot(request(bench))
  const offset = request(bench, {
    scheduledFor: '2026-11-21T03:17:00+01:00',
    recordId: '20261121T021706Z-bbbb',
  })
  await expect(claimSlot(offset)).rejects.toMatchObject({ code: 'busy' })
})

test('what a killed holder left is taken over once its time is up, by one other', async () => {
  await using bench = await openBackupBench()
  await claimSlot(request(bench))
  const store = aheadBy(bench.store, 11 * MINUTE)
  await claimSlot(request(bench, { store, recordId: '20261121T022805Z-bbbb' }))
  const third = request(bench, { store, recordId: '20261121T022806Z-cccc' })
  await expect(claimSlot(third)).rejects.toMatchObject({ code: 'busy' })
  expect(await keysOf(bench.store, 'slots/')).toEqual([
    'slots/books/backup/20261121T021700Z',
    'slots/books/backup/20261121T021700Z.1',
  ])
})

test('a holder that left a record has done its job, however long ago', async () => {
  await using bench = await openBackupBench()
  const slot = request(bench)
  await claimSlot(slot)
  const { recordId } = slot
  const trigger: TargetJob['trigger'] = { kind: 'schedule', scheduledFor: slot.scheduledFor }
  expect(await runBackup({ ...bench.job, trigger, recordId })).toMatchObject({ id: recordId, trigger })
  const store = aheadBy(bench.store, 24 * 60 * MINUTE)
  const again = request(bench, { store, recordId: '20261122T021706Z-bbbb' })
  await expect(claimSlot(again)).rejects.toMatchObject({ code: 'busy' })
})

test.each(['no JSON', '{"format":"lifeboat-slot/1"}'])('a claim that holds %j is named', async (content) => {
  await using bench = await openBackupBench()
  await bench.store.put('slots/books/backup/20261121T021700Z', Buffer.from(content))
  await expect(claimSlot(request(bench))).rejects.toMatchObject({
    code: 'store-refused',
    what: expect.stringContaining('slots/books/backup/20261121T021700Z') as string,
  })
})

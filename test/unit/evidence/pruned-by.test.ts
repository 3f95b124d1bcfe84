import { expect, test } from 'vitest'
import type { PruneRecord } from '../../../src/core/record.ts'
import { prunedBy } from '../../../src/evidence/read-pruned.ts'
import { backup, prune } from '../../support/compliance/scene.ts'

const old = backup({ start: '11-02 02:00', end: '11-02 02:10' })
const intent = prune([old], { start: '11-10 03:00', applied: false })
const kept = [{ id: old.id, reasons: ['young'] }]
const keeps = (store: string, applied: boolean): PruneRecord => ({
  ...prune([], { start: '11-11 03:00', store, applied }),
  kept,
})

test.each<[string, readonly PruneRecord[], readonly string[]]>([
  ['a run that was killed may have removed what it planned', [intent], [old.id]],
  ['a run removed it', [intent, prune([old], { start: '11-10 03:00' })], [old.id]],
  ['a run failed to remove it', [intent, prune([old], { start: '11-10 03:00', result: 'failed' })], []],
  ['a later run kept it', [intent, keeps('primary', true)], []],
  ['a later run meant to keep it', [keeps('primary', false), intent], []],
  ['a later run kept its copy in another store', [intent, keeps('offsite', true)], [old.id]],
  ['it was kept before', [{ ...keeps('primary', true), finishedAt: old.finishedAt }, intent], [old.id]],
])('%s', (_, records, expected) => {
  expect([...prunedBy(records, 'primary').keys()]).toEqual(expected)
})

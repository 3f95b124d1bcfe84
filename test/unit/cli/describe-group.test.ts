import { expect, test } from 'vitest'
import { describeGroupDrill } from '../../../src/cli/output/describe-group.ts'
import type { GroupDrillRecord, Reconciliation } from '../../../src/core/group-record.ts'
import { idleRule } from '../../../src/groups/group-limitations.ts'
import { groupDrill } from '../../support/compliance/scene.ts'

const rule: Reconciliation = {
  name: 'rule 1',
  result: 'passed',
  truth: { target: 'orders' },
  derived: { target: 'sessions' },
  tolerance: { missing: { keys: 0 }, orphaned: { keys: 0 } },
  atLeast: 0,
  missing: 0,
  orphaned: 0,
}

/** The row of the rule, in the text of a drill with these limitations. */
function rowOf(limitations: readonly string[]): string | undefined {
  const record: GroupDrillRecord = {
    ...groupDrill({ target: 'platform', start: '11-01 10:00', rtaMs: 90 }),
    reconciliation: [rule],
    limitations,
  }
  return describeGroupDrill(record)
    .split('\n')
    .find((text) => text.includes('rule 1 '))
}

test('the row of a rule that had nothing to compare does not say that it passed, also without any sizes', () => {
  expect(rowOf([])).toMatch(/ passed$/)
  expect(rowOf([idleRule('rule 1')])).toMatch(/ NOTHING COMPARED$/)
})

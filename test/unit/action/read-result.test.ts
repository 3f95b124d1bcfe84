import { expect, test } from 'vitest'
import { mergeProblems } from '../../../src/action/merge-problems.ts'
import { outputsOf } from '../../../src/action/outputs.ts'
import { readResult } from '../../../src/action/read-result.ts'
import { EXIT } from '../../../src/core/errors.ts'

const base = { format: 'lifeboat-record/1', outcome: 'succeeded' }
const report = { folder: '/r', recordPaths: [], artifactId: undefined }

function outputs(result: object, exitCode: 0 | 3 | 4 | 7) {
  return outputsOf({ exitCode, result, reading: readResult(result, exitCode), ...report })
}

test('the worst verdict counts, and nothing that failed is met', () => {
  const met = { exitCode: 0, rpo: { verdict: 'met' } }
  expect(outputs({ targets: [met, { exitCode: 0, rpo: { verdict: 'breached' } }] }, 0).verdict).toBe(
    'breached',
  )
  expect(outputs({ targets: [met] }, 0).verdict).toBe('met')
  const failed = { exitCode: 7, target: 'a', error: { code: 'timed-out', message: 'm' } }
  expect(outputs({ targets: [met, failed] }, 3)).toMatchObject({
    verdict: 'notMeasured',
    succeeded: '1',
    failed: '1',
  })
  expect(outputs({}, 0).verdict).toBe('')
})

test('the overall verdict of a drill stands for its parts', () => {
  const verdicts = { rto: 'notMeasured', rpo: 'met', integrity: 'met', overall: 'met' }
  const record = { ...base, kind: 'drill', id: 'd', verdicts, grade: 5 }
  expect(outputs({ targets: [{ exitCode: 0, record }] }, 0)).toMatchObject({ verdict: 'met', grade: '5' })
})

test('a group that failed counts beside its members, which did not', () => {
  const verdicts = { rto: 'notMeasured', reconciliation: 'breached', integrity: 'met', overall: 'breached' }
  const record = { ...base, kind: 'groupDrill', id: 'g', outcome: 'failed', verdicts }
  const members = [{ exitCode: 0 }, { exitCode: 0 }]
  expect(outputs({ targets: members, groups: [{ exitCode: 4, record }] }, 4)).toMatchObject({
    verdict: 'breached',
    succeeded: '2',
    failed: '1',
  })
})

const drill = (grade?: number) => ({ record: { ...base, kind: 'drill', id: `${grade}`, grade } })

test('the grade is the lowest, and none where one has none', () => {
  expect(outputs({ targets: [drill(5), drill(2)] }, 4).grade).toBe('2')
  expect(outputs({ targets: [drill(5), drill()] }, 4).grade).toBe('')
})

test('a failure that was told is not told again in fewer words; two findings of a code are two', () => {
  const told = { level: 'error', target: 'a', code: 'timed-out', what: 'w', why: 'y', fix: 'f' } as const
  const findings = [
    { code: 'finding-open', message: 'one', severity: 'warning' },
    { code: 'finding-open', message: 'two', severity: 'critical' },
  ]
  const found = readResult(
    { targets: [{ target: 'a', error: { code: 'timed-out', message: 'w: y' }, findings }] },
    7,
  )
  expect(mergeProblems([told], found.problems)).toEqual([
    told,
    { level: 'warning', target: 'a', code: 'finding-open', what: 'one' },
    { level: 'error', target: 'a', code: 'finding-open', what: 'two' },
  ])
})

test('a result too long for an output is left to its file', () => {
  expect(outputs({ text: 'x'.repeat(300 * 1024) }, EXIT.done).result).toBe('')
  expect(outputs({ text: 'x' }, EXIT.done).result).toBe('{"text":"x"}')
})

import { expect, test } from 'vitest'
import { describeSweep, removedLines } from '../../../src/cli/output/describe-sweep.ts'

const DISTANT = [removedLines(['a marker', 'ended session 7']), [], removedLines(['started Neo4j again'])]
  .map((lines) => lines.join('\n'))
  .join('\n\n')

test.each([
  [['a sandbox'], DISTANT, ['a sandbox', 'a marker', 'ended session 7', 'started Neo4j again']],
  [[], DISTANT, ['a marker', 'ended session 7', 'started Neo4j again']],
  [['a sandbox'], '', ['a sandbox']],
])(
  'every line of a sweep begins alike, also of what was ended or started and not removed',
  (local, distant, expected) => {
    expect(describeSweep(local, distant).split('\n')).toEqual(
      expected.map((text) => `  swept        ${text}`),
    )
  },
)

test('a sweep that found nothing says so', () => {
  expect(describeSweep([], '\n\n')).toBe('nothing to sweep')
})

import { expect, test } from 'vitest'
import { describeSweep, removedLines } from '../../../src/cli/output/describe-sweep.ts'

const DISTANT = [removedLines(['a marker', 'a session']), [], removedLines(['a database'])]
  .map((lines) => lines.join('\n'))
  .join('\n\n')

test.each([
  [['a sandbox'], DISTANT, ['a sandbox', 'a marker', 'a session', 'a database']],
  [[], DISTANT, ['a marker', 'a session', 'a database']],
  [['a sandbox'], '', ['a sandbox']],
])('every line of a sweep begins alike', (local, distant, expected) => {
  expect(describeSweep(local, distant).split('\n')).toEqual(expected.map((text) => `  removed      ${text}`))
})

test('a sweep that found nothing says so', () => {
  expect(describeSweep([], '\n\n')).toBe('nothing to sweep')
})

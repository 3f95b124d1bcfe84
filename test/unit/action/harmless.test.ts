import fc from 'fast-check'
import { expect, test } from 'vitest'
import { harmless, lineOf } from '../../../src/action/harmless.ts'
import { readRunnerLog } from '../../support/github/actions/runner-log.ts'

const commands = fc.constantFrom(
  '::error::',
  '::set-env name=PATH::',
  '  ::add-mask::',
  '##[error]',
  '##[add-path]',
  '###[[error]',
  '\n',
  '\r',
  '\u0085',
  'x',
)

test('whatever a database says, the runner finds no command in it', () => {
  const text = fc.array(fc.oneof(commands, fc.string())).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(text, (said) => {
      expect(readRunnerLog(harmless(said)).commands).toEqual([])
      expect(readRunnerLog(lineOf(said)).commands).toEqual([])
    }),
  )
})

test('what holds no command stays as it is', () => {
  expect(harmless('one\n  two: three [4]\n')).toBe('one\n  two: three [4]\n')
})

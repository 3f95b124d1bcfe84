import { expect, test } from 'vitest'
import { EXIT, LifeboatError, worstExitCode, type ExitCode } from '../../../src/core/errors.ts'

test('of several outcomes the first of 4, 7, 3, 6, 8, 5 wins', () => {
  const order: readonly ExitCode[] = [4, 7, 3, 6, 8, 5]
  for (const [index, winner] of order.entries()) {
    expect(worstExitCode([0, ...order.slice(index).toReversed()])).toBe(winner)
  }
})

test('no outcome and only good outcomes are done', () => {
  expect(worstExitCode([])).toBe(EXIT.done)
  expect(worstExitCode([0, 0])).toBe(EXIT.done)
})

test('an error carries its code, its fix, its cause and the exit code of its code', () => {
  const cause = new Error('socket')
  const error = new LifeboatError({
    code: 'volume-altered',
    what: 'a volume differs',
    why: 'bit 7',
    fix: 'x',
    cause,
  })
  expect(error).toMatchObject({
    code: 'volume-altered',
    exitCode: 4,
    fix: 'x',
    cause,
    message: 'a volume differs: bit 7',
  })
})

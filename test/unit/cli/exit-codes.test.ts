import { expect, test } from 'vitest'
import { joinExitCodes } from '../../../src/cli/each-target.ts'
import type { ExitCode } from '../../../src/core/errors.ts'

test.each<[readonly ExitCode[], ExitCode]>([
  [[0, 0], 0],
  [[0, 6], 3],
  [[6, 6], 6],
  [[0, 7], 7],
  [[0, 4, 7], 4],
  [[0, 5], 5],
  [[0, 8], 8],
  [[0, 130], 130],
])('targets that ended with %j end together with %d', (codes, expected) => {
  expect(joinExitCodes(codes)).toBe(expected)
})

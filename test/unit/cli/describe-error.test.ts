import { expect, test } from 'vitest'
import { describeError, describeFailure } from '../../../src/cli/output/describe-error.ts'

const SAID = 'red\u001B[31m\r\n\tat line\u2028 two \u009B2J'
const SHOWN = String.raw`red\u001b[31m`

test('what a program said keeps its lines and tabs, and nothing else that steers a terminal', () => {
  const text = describeFailure({ code: 'program-failed', what: 'a\n::error::b', why: SAID, fix: 'see\u0007' })
  expect(text.split('\n')).toEqual([
    String.raw`error: a\n::error::b [program-failed]`,
    `  why: ${SHOWN}`,
    `       ${String.raw`${'\t'}at line\u2028 two \u009b2J`}`,
    String.raw`  fix: see\u0007`,
  ])
})

test('nor does a defect', () => {
  expect(describeError(SAID)).toContain(`\n${SHOWN}\n\tat line`)
})

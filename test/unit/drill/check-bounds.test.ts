import { expect, test } from 'vitest'
import { isAsExpected } from '../../../src/drill/expectation.ts'
import { parseDrillPlan } from '../../../src/drill/plan.ts'

function read(bounds: string): unknown {
  const text = `version: 1
checks:
  orders:
    - { name: n, query: select 1, expect: ${bounds} }
`
  return parseDrillPlan(text, 'drills/p.yaml').checks['orders']
}

test.each([
  '{ between: [9, 1] }',
  '{ ">": 10, "<": 5 }',
  '{ ">": 5, "<=": 5 }',
  '{ ">=": 5, "<=": 5, "!=": 5 }',
  '{ between: [1, 5], ">": 5 }',
  '{ between: [1, 5], "<": 1 }',
  '{ between: ["9.5", "9.4"] }',
])('bounds that no answer can meet are a fault of the plan and not of the copy: %s', (bounds) => {
  expect(() => read(bounds)).toThrow(
    /drills\/p\.yaml:4:\d+: checks\.orders\[0\]\.expect: must be met by some answer, as 5 or \{ between: \[1, 9\] \} are\n/,
  )
})

test.each(['.nan', '.inf', '{ ">": .nan }', '{ "<": .inf }', '{ "!=": .nan }', '{ between: [.nan, 9] }'])(
  'what is no number is no bound: %s',
  (bounds) => {
    expect(() => read(bounds)).toThrow(/drills\/p\.yaml:4:\d+: checks\.orders\[0\]\.expect/)
  },
)

test.each([
  ['5', '5'],
  ['null', null],
  ['text', 'text'],
  ['true', 't'],
  ['{ "!=": null }', 'any'],
  ['{ ">": 5, "<": 6 }', '5.5'],
  ['{ ">": 5, "<": 7, "!=": 6 }', '5.5'],
  ['{ between: [9, 9] }', '9'],
  ['{ between: [1.2, 1.8], "!=": 1.2 }', '1.5'],
  ['{ ">": -5, "<": -4 }', '-4.5'],
  ['{ ">": 5, "!=": 6 }', '7'],
  ['{ "<": 0 }', '-1'],
  ['{ ">=": "999999999999999" }', '999999999999999'],
  ['{ ">": 1.0e+300 }', '1e301'],
] as const)('bounds that some answer meets are taken: %s', (bounds, answer) => {
  const [check] = read(bounds) as [{ expect: Parameters<typeof isAsExpected>[1] }]
  expect(isAsExpected(answer, check.expect)).toBe(true)
})

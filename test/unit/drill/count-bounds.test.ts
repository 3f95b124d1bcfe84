import { expect, test } from 'vitest'
import { parseDrillPlan } from '../../../src/drill/plan.ts'

function read(bounds: string): unknown {
  const text = `version: 1
integrity:
  orders:
    - { rule: count, dataset: public.orders, expect: ${bounds} }
`
  return parseDrillPlan(text, 'drills/p.yaml').integrity['orders']
}

test.each([
  '{ between: [9, 1] }',
  '{ ">": 10, "<": 5 }',
  '{ ">": 5, "<": 6 }',
  '{ ">=": 5, "<=": 5, "!=": 5 }',
  '{ "<": 0 }',
  '{ between: [1.2, 1.8] }',
  '{ ">": 999999999999999 }',
  '2000.5',
  '-1',
  '"05"',
  'lots',
  'true',
  'null',
])('bounds that no count of items can meet are a fault of the plan and not of the copy: %s', (bounds) => {
  expect(() => read(bounds)).toThrow(
    /drills\/p\.yaml:4:\d+: integrity\.orders\[0\]\.expect: must be met by some number of items/,
  )
})

test.each([
  '0',
  '"2000"',
  '{ between: [9, 9] }',
  '{ between: ["1", 99] }',
  '{ ">": 5, "<": 7 }',
  '{ ">": 2000.5 }',
  '{ ">": 5, "!=": 6 }',
  '{ "!=": 0 }',
  '{ ">=": -5, "<=": 0 }',
  '{ ">=": 999999999999999 }',
])('bounds that some count meets are taken: %s', (bounds) => {
  expect(read(bounds)).toHaveLength(1)
})

test('a mapping is not said to be the fault', () => {
  expect(() => read('{ between: [9, 1] }')).toThrow(/as 5 or \{ between: \[1, 9\] \} are\n/)
})

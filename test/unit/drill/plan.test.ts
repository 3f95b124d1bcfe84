import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { choosePosition } from '../../../src/drill/choose-backup.ts'
import { describeExpectation, isAsExpected, type Expectation } from '../../../src/drill/expectation.ts'
import { loadDrillPlan, parseDrillPlan } from '../../../src/drill/plan.ts'

test('the sample plan of this repository is read, and no name means a plain drill', async () => {
  const folder = new URL('../../../drills', import.meta.url).pathname
  expect(await loadDrillPlan('monthly', folder)).toMatchObject({ name: 'monthly', select: 'latest' })
  expect(await loadDrillPlan(undefined, folder)).toMatchObject({
    name: 'default',
    provider: 'auto',
    checks: {},
  })
  expect(await readFile(`${folder}/monthly.yaml`, 'utf8')).toContain('version: 1')
  for (const name of ['none', '../lifeboat', 'a/../monthly']) {
    await expect(loadDrillPlan(name, folder)).rejects.toMatchObject({ code: 'config-absent' })
  }
})

test('every fault of a plan is told at once, with its line', () => {
  const text =
    'version: 1\nselect: newest\nprovidr: auto\nchecks:\n  orders:\n    - name: x\n      query: ""\n'
  const run = (): unknown => parseDrillPlan(text, 'drills/bad.yaml')
  expect(run).toThrow(/drills\/bad\.yaml:2/)
  expect(run).toThrow(/drills\/bad\.yaml:3/)
  expect(run).toThrow(/drills\/bad\.yaml:[67]/)
})

test.each<[string | null, Expectation, boolean]>([
  ['5', 5, true],
  ['5', '5', true],
  ['5.0', 5, true],
  ['6', 5, false],
  ['t', true, true],
  ['true', true, true],
  ['f', true, false],
  [null, null, true],
  ['', null, false],
  [null, '', false],
  [null, 0, false],
  ['', 0, false],
  ['10', { '>=': 10, '<': 11 }, true],
  ['11', { '>=': 10, '<': 11 }, false],
  ['10', { '>': 10 }, false],
  ['10', { '<=': 9 }, false],
  ['7', { between: [5, 7] }, true],
  ['8', { between: [5, 7] }, false],
  ['4', { between: [5, 7] }, false],
  ['7', { '!=': 7 }, false],
  [null, { '!=': 7 }, true],
  [null, { '>=': 0 }, false],
  ['many', { '>=': 0 }, false],
  ['9007199254740993', { '>': 9007199254740991 }, true],
  ['9007199254740993', { '<=': 9007199254740991 }, false],
])('the answer %s against %j', (answer, expected, good) => {
  expect(isAsExpected(answer, expected)).toBe(good)
})

const CHECK = (expect: string): string => `version: 1
checks:
  orders:
    - { name: n, query: select 1, expect: ${expect} }
`

test.each(['{ ">": "9" }', '{ ">": 9 }', '{ ">": "9.0" }', '{ between: ["9", 99] }'])(
  'numbers may be written as text: %s',
  (written) => {
    const [check] = parseDrillPlan(CHECK(written), 'drills/p.yaml').checks['orders'] ?? []
    const expected = check !== undefined && 'expect' in check ? check.expect : null
    expect([isAsExpected('10', expected), isAsExpected('8', expected)]).toEqual([true, false])
  },
)

test.each([
  ['{ ">": nine }', 'expect.>: must be a number, not "nine"'],
  ['{ ">=": [] }', 'expect.>=: must be a number, not a list'],
  ['{ ">": "12345678901234567890" }', 'expect.>: must be a number of at most 15 digits'],
  ['{ "=>": 1 }', 'expect.=>: unknown key'],
  ['{ between: [1] }', 'expect.between'],
])('what is no comparison is named where it stands: %s', (written, message) => {
  const read = (): unknown => parseDrillPlan(CHECK(written), 'drills/p.yaml')
  expect(read).toThrow(message)
  expect(read).not.toThrow('must be text, not a mapping')
})

test('a random choice is repeated by its seed and reaches every backup', () => {
  const seeds = Array.from({ length: 200 }, (_, index) => `seed ${index}`)
  const chosen = seeds.map((seed) => choosePosition('random', 5, seed))
  expect(seeds.map((seed) => choosePosition('random', 5, seed))).toEqual(chosen)
  expect(new Set(chosen)).toEqual(new Set([0, 1, 2, 3, 4]))
  expect(choosePosition('latest', 5, 'x')).toBe(4)
  expect(choosePosition('oldest', 5, 'x')).toBe(0)
})

test.each([
  [5, '5'],
  ['a', '"a"'],
  [null, 'null'],
  [{ between: [1, 100] }, 'between 1 and 100'],
  [{ '>=': 1, '<': 50 }, '>= 1 and < 50'],
] as const)('%j is told as %s', (expected, told) => {
  expect(describeExpectation(expected as Expectation)).toBe(told)
})

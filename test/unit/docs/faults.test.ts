import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ERROR_CODES } from '../../../src/core/errors.ts'
import { ROOT } from '../../support/docs/blocks.ts'

interface Fault {
  readonly fault: string
  readonly caughtBy: string
  readonly code: string
  readonly exit: string
  readonly file: string
  readonly title: string
}

/** Written where the fault is survived. */
const NO_CODE = '-'
const EXIT_OF: Readonly<Record<string, number>> = { ...ERROR_CODES, [NO_CODE]: 0 }

const rows = (await readFile(join(ROOT, 'docs/faults.md'), 'utf8')).split('\n').filter(isRow)
const faults = rows.map(parseRow)

function isRow(line: string): boolean {
  return line.startsWith('|') && !line.startsWith('|---') && !line.startsWith('| fault |')
}

function parseRow(line: string): Fault {
  const cells = line.split('|').map((cell) => cell.trim())
  const [, fault = '', caughtBy = '', code = '', exit = '', named = ''] = cells
  const [, file = '', title = ''] = /^`(test\/\S+\.test\.ts)`: (.+)$/.exec(named) ?? []
  return { fault, caughtBy, code: code.replaceAll('`', ''), exit, file, title }
}

test('every row is whole', () => {
  expect(faults.length).toBeGreaterThan(40)
  const torn = faults.filter((row) => Object.values(row).includes('')).map(({ fault }) => fault)
  expect(torn).toEqual([])
})

test('no fault stands there twice', () => {
  const names = faults.map(({ fault }) => fault)
  expect(names).toEqual([...new Set(names)])
})

test.each(faults)('$fault: its exit code is that of $code', ({ code, exit }) => {
  expect(exit).toBe(String(EXIT_OF[code]))
})

test.each(faults)('$fault: $file tests it', async ({ file, title }) => {
  const text = await readFile(join(ROOT, file), 'utf8')
  expect([`'${title}'`, `"${title}"`].some((quoted) => text.includes(quoted))).toBe(true)
})

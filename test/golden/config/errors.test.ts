import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError } from '../../../src/config/config-error.ts'
import { readConfiguration } from '../../../src/config/read-configuration.ts'

const folder = join(import.meta.dirname, 'cases')
const cases = readdirSync(folder)
  .filter((file) => file.endsWith('.in'))
  .map((file) => file.replace('.in', ''))

function faultsOf(name: string): ConfigError {
  const text = readFileSync(join(folder, `${name}.in`), 'utf8')
  try {
    readConfiguration({ file: { name: 'lifeboat.yaml', text }, environment: {} })
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error(`${name} was accepted`)
}

test.each(cases)('%s is refused with every fault, its place and its fix', (name) => {
  const error = faultsOf(name)
  const expected = readFileSync(join(folder, `${name}.out`), 'utf8')
  expect(`${error.code} (exit ${error.exitCode})\n${error.message}\n`).toBe(expected)
})

test.each(cases)('%s: no error repeats a secret', (name) => {
  expect(JSON.stringify([faultsOf(name), faultsOf(name).message])).not.toMatch(/hunter2/i)
})

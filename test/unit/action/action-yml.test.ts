import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { INPUT_NAMES } from '../../../src/action/inputs.ts'
import { OUTPUT_NAMES } from '../../../src/action/outputs.ts'

const root = join(import.meta.dirname, '../../..')

interface Metadata {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly required?: boolean }>>
  readonly outputs: Readonly<Record<string, { readonly description: string }>>
  readonly runs: { readonly using: string; readonly main: string }
}

const metadata = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Metadata

test('action.yml names the inputs that the code reads and the outputs that it sets', () => {
  expect(Object.keys(metadata.inputs).sort()).toEqual([...INPUT_NAMES].sort())
  expect(Object.keys(metadata.outputs).sort()).toEqual([...OUTPUT_NAMES].sort())
})

test('it runs on Node 24, from the bundle', () => {
  expect(metadata.runs).toEqual({ using: 'node24', main: 'dist/action.js' })
})

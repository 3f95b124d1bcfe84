import { expect, test } from 'vitest'
import { readInputs } from '../../../src/action/inputs.ts'

const envOf = (env: string): unknown =>
  readInputs((name) => ({ command: 'backup', env })[name as 'command' | 'env'] ?? '').env

test('the input env is lines of NAME=value, with quotes, comments and empty lines', () => {
  expect(envOf('# store\nKEY=abc=\r\n\nURL="postgres://u:p#w@host/db?a=b"\nTWO=\'a\nb\'\n')).toEqual({
    KEY: 'abc=',
    URL: 'postgres://u:p#w@host/db?a=b',
    TWO: 'a\nb',
  })
  expect(envOf('')).toEqual({})
})

test('a secret that is no list of variables is refused, and not told', () => {
  expect(() => envOf('hunter2')).toThrow(/^the input env has no line NAME=value$/)
})

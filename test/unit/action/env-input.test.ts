import { expect, test } from 'vitest'
import { readInputs } from '../../../src/action/inputs.ts'

const envOf = (env: string): unknown =>
  readInputs((name) => ({ command: 'backup', env })[name as 'command' | 'env'] ?? '').env

test('the input env is lines of NAME=value, with quotes, comments and empty lines', () => {
  expect(
    envOf('# store\nKEY=abc=\r\n\nURL="postgres://u:p#w@host/db?a=b"\nTWO="a\nb # \nc"\nX=\'\'\n'),
  ).toEqual({
    KEY: 'abc=',
    URL: 'postgres://u:p#w@host/db?a=b',
    TWO: 'a\nb # \nc',
    X: '',
  })
  expect(envOf('')).toEqual({})
  expect(envOf(' \n')).toEqual({})
})

test.each(['hunter2#horse', 'a #b', '#a', 'a"b\'', 'a\\nb', ' a ', '`a', 'a=b', '$A ${B}'])(
  'a value is the rest of its line as it stands: %j',
  (value) => {
    expect(envOf(`PASSWORD=${value}\nNEXT=1`)).toEqual({ PASSWORD: value, NEXT: '1' })
    expect(envOf(`PASSWORD=${value}`)).toEqual({ PASSWORD: value })
  },
)

test.each([
  ['hunter2', 1],
  ['A=1\n\nhunter2\nB=2', 3],
  ['A=-----BEGIN KEY-----\nhunter2\nB=2', 2],
  ['A="hunter2\nB="2"', 1],
  ['A="hunter2\nB=2', 1],
  ['A=1\nA B=hunter2', 2],
])('%j is refused by the number of a line, and not told', (text, line) => {
  const told = new RegExp(`^line ${line} of the input env (?!.*hunter2)`)
  expect(() => envOf(text)).toThrow(told)
})

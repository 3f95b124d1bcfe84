import { expect, test } from 'vitest'
import { parseCommandLine } from '../../../src/cli/command-line.ts'
import type { LifeboatError } from '../../../src/core/errors.ts'
import { destination } from '../../../src/engines/postgres/destination.ts'

const REFUSED = ['two\nlines', 'back\rspace', 'red\u001B[31m', 'nul\0', 'line\u2028', 'turned\u202E']

async function parse(args: readonly string[]) {
  const told: string[] = []
  const errors: LifeboatError[] = []
  let ran = false
  const exitCode = await parseCommandLine(args, {
    run: async () => {
      ran = true
      return 0
    },
    write: (text) => void told.push(text),
    refuse: async (error) => void errors.push(error),
  })
  return { exitCode, ran, errors, words: [...told, ...errors.map(({ message }) => message)].join('') }
}

test.each([
  ['an option', (text: string) => ['restore', 'books', '--into', text]],
  ['an option in one piece', (text: string) => ['verify', `--backup=${text}`]],
  ['a choice', (text: string) => ['plan', '--kind', text]],
  ['an argument', (text: string) => ['drill', text]],
  ['a verb', (text: string) => [text]],
])('a control character in %s is refused and never printed', async (_, argumentsOf) => {
  for (const text of REFUSED) {
    const { exitCode, ran, errors, words } = await parse(argumentsOf(text))
    expect([exitCode, ran, errors.map(({ code }) => code)]).toEqual([2, false, ['usage-invalid']])
    expect(words).toContain('control character')
    expect(words).not.toContain(text)
  }
})

test('names in every script are taken', async () => {
  expect(await parse(['drill', 'bücher', '--plan', '本'])).toMatchObject({ exitCode: 0, ran: true })
})

test.each([
  ['name', (text: string) => `postgres://ann@127.0.0.1/${text}`],
  ['host', (text: string) => `postgres://ann@127.0.0.1/books?host=${text}`],
])('nor does an address with one in its %s lead to a destination', (_, addressOf) => {
  for (const text of REFUSED)
    expect(() => destination(undefined, addressOf(encodeURIComponent(text)))).toThrow(
      expect.objectContaining({ code: 'usage-invalid' }),
    )
})

import { expect, test } from 'vitest'
import { readInputs } from '../../../src/action/inputs.ts'
import { toArguments } from '../../../src/action/to-arguments.ts'

function argumentsOf(inputs: Readonly<Record<string, string>>): readonly string[] {
  return toArguments(readInputs((name) => inputs[name] ?? ''))
}

test('inputs become one command line, in which no value can be an option', () => {
  const inputs = {
    command: 'restore',
    targets: 'orders',
    backup: 'latest',
    into: '--plan',
    confirm: 'a b\n--c',
  }
  expect(argumentsOf(inputs)).toEqual([
    'restore',
    '--backup=latest',
    '--into=--plan',
    '--confirm=a b\n--c',
    '--',
    'orders',
  ])
})

test('targets stand behind the end of options, whatever separates them', () => {
  const inputs = {
    command: 'evidence  verify',
    targets: 'a, b\n--c',
    config: 'x.yaml',
    args: '\n --pin=1 \n\nname with spaces\n',
  }
  const expected = [
    'evidence',
    'verify',
    '--config=x.yaml',
    '--pin=1',
    'name with spaces',
    '--',
    'a',
    'b',
    '--c',
  ]
  expect(argumentsOf(inputs)).toEqual(expected)
})

test('a breach is asked for where the command must be asked, and nowhere else', () => {
  expect(argumentsOf({ command: 'backup', 'fail-on': 'breached' })).toContain('--fail-on=breached')
  expect(argumentsOf({ command: 'drill', 'fail-on': 'breached' })).toEqual(['drill', '--'])
  expect(argumentsOf({ command: 'backup', 'fail-on': 'failed' })).toEqual(['backup', '--'])
})

test('what publishes does it at GitHub, unless it is told where', () => {
  expect(argumentsOf({ command: 'collect' })).toContain('--publish=github')
  expect(argumentsOf({ command: 'collect', args: '--publish=none' })).toEqual([
    'collect',
    '--publish=none',
    '--',
  ])
})

const BAD: readonly (readonly [Readonly<Record<string, string>>, RegExp])[] = [
  [{ command: '' }, /the input command is missing/],
  [{ command: 'keys new' }, /keys new prints a secret/],
  [{ command: 'backup', artifact: 'yes' }, /the input artifact is "yes"/],
  [{ command: 'drill', args: '--plan monthly' }, /the input args has one argument a line/],
  [{ command: 'drill', args: '-p\tmonthly' }, /the input args has one argument a line/],
]

test.each(BAD)('%j is refused', (inputs, told) => {
  expect(() => argumentsOf(inputs)).toThrow(told)
})

import { LifeboatError } from '../core/errors.ts'
import { parseVariables } from './parse-variables.ts'

/** The inputs of action.yml; a test compares them. */
export const INPUT_NAMES = [
  'command',
  'targets',
  'config',
  'backup',
  'into',
  'confirm',
  'args',
  'env',
  'fail-on',
  'artifact',
  'token',
] as const

type InputName = (typeof INPUT_NAMES)[number]

/** When the step fails: by itself at every exit code but 0. */
type FailOn = 'breached' | 'failed' | undefined

export interface Inputs {
  /** One or two words: `backup`, `evidence verify`. */
  readonly command: string
  readonly targets: readonly string[]
  readonly config: string | undefined
  readonly backup: string | undefined
  readonly into: string | undefined
  readonly confirm: string | undefined
  readonly args: readonly string[]
  /** Variables for the command, each of them a secret. */
  readonly env: Readonly<Record<string, string>>
  readonly failOn: FailOn
  readonly artifact: boolean
  readonly token: string | undefined
}

/** Reads the inputs of a step; `read` gives the empty string for what is absent. Throws `usage-invalid`. */
export function readInputs(read: (name: InputName) => string): Inputs {
  const text = (name: InputName): string | undefined => (read(name) === '' ? undefined : read(name))
  const command = read('command').split(/\s+/).join(' ')
  if (command === '')
    throw invalid('the input command is missing', 'name a command of lifeboat, such as backup')
  return {
    command,
    targets: read('targets')
      .split(/[\s,]+/)
      .filter((name) => name !== ''),
    config: text('config'),
    backup: text('backup'),
    into: text('into'),
    confirm: text('confirm'),
    args: linesOf(read('args')),
    env: parseVariables(read('env')),
    failOn: failOnOf(read('fail-on')),
    artifact: switchOf(read('artifact')),
    token: text('token'),
  }
}

/** No shell splits them, so that nothing in them can be more than one argument. */
function linesOf(text: string): readonly string[] {
  const lines = text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const two = lines.find((line) => /^-[^\s=]*\s/.test(line))
  if (two === undefined) return lines
  const fix = `write ${two.replace(/\s+/, '=')}, or its second part on a line of its own`
  throw invalid('the input args has one argument a line, and one line has two', fix)
}

function failOnOf(text: string): FailOn {
  if (text === '') return undefined
  if (text === 'breached' || text === 'failed') return text
  throw invalid(`the input fail-on is ${JSON.stringify(text)}`, 'use breached or failed, or leave it out')
}

function switchOf(text: string): boolean {
  if (text === '' || text === 'true') return true
  if (text === 'false') return false
  throw invalid(`the input artifact is ${JSON.stringify(text)}`, 'use true or false')
}

function invalid(what: string, fix: string): LifeboatError {
  return new LifeboatError({ code: 'usage-invalid', what, fix })
}

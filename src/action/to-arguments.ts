import { LifeboatError } from '../core/errors.ts'
import { verbs } from '../cli/verbs.ts'
import { didYouMean } from '../config/suggest.ts'
import type { Inputs } from './inputs.ts'

/** It prints a secret key, and everybody who may read the repository reads its logs. */
const NOT_HERE: ReadonlySet<string> = new Set(['keys new'])

/** The command line that a step's inputs stand for. Throws `usage-invalid` for what is no command here. */
export function toArguments(inputs: Inputs): readonly string[] {
  requireCommand(inputs.command)
  const { config, backup, into, confirm } = inputs
  const named = { config, backup, into, confirm, 'fail-on': askedOfVerb(inputs), publish: placeOf(inputs) }
  return [
    ...inputs.command.split(' '),
    // In one piece, so that no value is taken for an option.
    ...Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`])),
    ...inputs.args,
    '--',
    ...inputs.targets,
  ]
}

/** Most commands report a breach by themselves; those that must be asked to have the option. */
function askedOfVerb({ command, failOn }: Inputs): string | undefined {
  return failOn === 'breached' && takes(command, '--fail-on') ? failOn : undefined
}

/** The clone of a job is thrown away with it, and what is published there would be lost. */
function placeOf({ command, args }: Inputs): string | undefined {
  const isGiven = args.some((line) => line.startsWith('--publish'))
  return takes(command, '--publish') && !isGiven ? 'github' : undefined
}

function takes(command: string, option: string): boolean {
  const options = verbs.find(({ name }) => name === command)?.options ?? []
  return options.some(({ flags }) => flags.startsWith(`${option} `))
}

function requireCommand(command: string): void {
  const known = verbs.map(({ name }) => name).filter((name) => !NOT_HERE.has(name))
  if (known.includes(command)) return
  throw new LifeboatError({
    code: 'usage-invalid',
    what: NOT_HERE.has(command)
      ? `${command} prints a secret, and logs can be read by others`
      : `there is no command ${JSON.stringify(command)}${didYouMean(command, known)}`,
    fix: NOT_HERE.has(command) ? 'run it on your own computer' : `use one of ${known.join(', ')}`,
  })
}

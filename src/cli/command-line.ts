import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { holdsControlCharacter } from '../core/control-characters.ts'
import { EXIT, LifeboatError, type ExitCode } from '../core/errors.ts'
import { TOOL_VERSION } from '../runtime/tool-version.ts'
import type { Verb, VerbInput } from './verb.ts'
import { verbs } from './verbs.ts'

const ABOUT = `Backups as code, restore drills in throw-away databases, and evidence an auditor can check alone.`

/** Who has arguments that name a verb. */
export interface Caller {
  readonly run: (verb: Verb, input: VerbInput) => Promise<ExitCode>
  /** Gets commander's own words, its help and its complaints, in place of the process's streams. */
  readonly write?: (text: string) => void
  /** Is told, after the complaint, of arguments that no verb takes. */
  readonly refuse: (error: LifeboatError) => Promise<void>
}

/** Parses the arguments, runs the verb they name and returns the process's exit code. */
export async function runCommandLine(args: readonly string[], host: NodeJS.Process): Promise<ExitCode> {
  return parseCommandLine(args, {
    run: async (verb, input) => {
      const { runVerb } = await import('./run-verb.ts')
      return runVerb(verb, input, host)
    },
    refuse: async (error) => {
      if (args.includes('--json')) await reportBadUsage(error, host)
    },
  })
}

/** The same for any caller. */
export async function parseCommandLine(args: readonly string[], caller: Caller): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.done
  const run: Run = async (verb, input) => {
    exitCode = await caller.run(verb, input)
  }
  try {
    const program = createProgram(run, caller.write)
    // Before commander sees them, whose complaints repeat what they are about.
    if (args.some(holdsControlCharacter))
      program.error('error: an argument holds a control character, such as a line break')
    await program.parseAsync([...args], { from: 'user' })
    return exitCode
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return EXIT.done
    await caller.refuse(badUsage(error))
    return EXIT.usage
  }
}

function badUsage({ code, message }: CommanderError): LifeboatError {
  const what = code === 'commander.help' ? 'no verb is given' : message.replace(/^error: /, '')
  const fix = 'see lifeboat --help, or --help behind the verb'
  return new LifeboatError({ code: 'usage-invalid', what, fix })
}

/** Commander has told people on stderr; machines read one result, as after any other failure. */
async function reportBadUsage({ code, what, fix }: LifeboatError, host: NodeJS.Process): Promise<void> {
  const { createOutput } = await import('./output/output.ts')
  const output = await createOutput(true, host)
  output.failure({ exitCode: EXIT.usage, error: { code, what, fix } }, what)
}

type Run = (verb: Verb, input: VerbInput) => Promise<void>

function createProgram(run: Run, write: Caller['write']): Command {
  const program = new Command('lifeboat')
  if (write !== undefined) program.configureOutput({ writeOut: write, writeErr: write })
  program.description(ABOUT).version(TOOL_VERSION, '-V, --version', 'print the version')
  program.exitOverride().showHelpAfterError('(lifeboat --help shows what there is)')
  program.addHelpText('after', '\nExit codes and everything else: docs/ of the repository.')
  for (const verb of verbs) addVerb(program, verb, run)
  return program
}

function addVerb(program: Command, verb: Verb, run: Run): void {
  const [first, second] = verb.name.split(' ')
  const parent = second === undefined ? program : subProgram(program, first ?? '')
  const command = parent.command(second ?? verb.name).exitOverride()
  command.summary(verb.summary).description(verb.summary)
  for (const argument of verb.arguments ?? []) command.argument(argument.notation, argument.description)
  for (const option of verb.options ?? []) command.addOption(toOption(option))
  command.addOption(toOption(CONFIG))
  command.option('--json', 'print events and the result as JSON, one per line')
  command.addHelpText('after', `\nExamples:\n${examples(verb)}`)
  command.action(async (...received: unknown[]) => {
    const values = received.slice(0, -2).flat()
    const given = values.filter((value): value is string => typeof value === 'string')
    await run(verb, { arguments: given, options: command.opts() })
  })
}

/** The parent of sub-commands such as `keys new`, made at the first of them. */
function subProgram(program: Command, name: string): Command {
  const known = program.commands.find((command) => command.name() === name)
  return known ?? program.command(name).description(`${name}: see the commands below`).exitOverride()
}

const CONFIG: VerbOption = {
  flags: '-c, --config <file>',
  description: 'the configuration (default: lifeboat.yaml here, or LIFEBOAT_CONFIG)',
}

function toOption(option: VerbOption): Option {
  const made = new Option(option.flags, option.description)
  if (made.required) made.argParser(refuseOption)
  if (option.choices !== undefined) made.choices(option.choices)
  if (option.default !== undefined) made.default(option.default)
  return made
}

/** Commander takes whatever follows as the value, also an option: `--head --json` would lose the second. */
function refuseOption(value: string): string {
  if (value.startsWith('-'))
    throw new InvalidArgumentError('A value is missing here; none begins with a dash.')
  return value
}

type VerbOption = NonNullable<Verb['options']>[number]

function examples(verb: Verb): string {
  const width = Math.max(...verb.examples.map(([command]) => command.length))
  return verb.examples.map(([command, meaning]) => `  ${command.padEnd(width)}  # ${meaning}`).join('\n')
}

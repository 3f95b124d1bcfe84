import type { ExitCode } from '../core/errors.ts'
import type { Shell } from './shell.ts'

/** What a verb hands back: the exit code, the result for machines, the text for people. */
export interface Outcome {
  readonly exitCode: ExitCode
  readonly result: Readonly<Record<string, unknown>>
  readonly text: string
}

export interface VerbInput {
  readonly arguments: readonly string[]
  readonly options: Readonly<Record<string, unknown>>
}

/** One command as data; the work is imported only when it runs, so that help stays quick. */
export interface Verb {
  /** `backup`, or two words for a sub-command: `evidence verify`. */
  readonly name: string
  readonly summary: string
  /** In commander's notation: `[target...]`, `<backup>`. */
  readonly arguments?: readonly { readonly notation: string; readonly description: string }[]
  readonly options?: readonly {
    readonly flags: string
    readonly description: string
    readonly default?: string | boolean
    readonly choices?: readonly string[]
  }[]
  /** Complete command lines with what they do. */
  readonly examples: readonly (readonly [command: string, meaning: string])[]
  readonly run: (input: VerbInput, shell: Shell) => Promise<Outcome>
}

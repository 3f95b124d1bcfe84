import type { Context } from '../core/context.ts'
import type { EngineContext } from '../core/engine.ts'
import type { RecordBase, RestoreRecord } from '../core/record.ts'
import type { Configuration } from '../config/configuration.ts'

/** What the command line offers a verb; everything in it is made when it is first asked for. */
export interface Shell {
  readonly environment: NodeJS.ProcessEnv
  readonly directory: string
  readonly configFile: string | undefined
  /** True when a person watches: prompts are possible. */
  readonly interactive: boolean
  /** Why this runs, as its records tell it. */
  readonly trigger: RecordBase['trigger']
  /** Who asked and who approved; undefined where no platform knows them. */
  readonly approval: () => Promise<RestoreRecord['approval']>
  readonly context: () => Promise<Context>
  readonly engineContext: () => Promise<EngineContext>
  readonly configuration: () => Promise<Configuration>
  /** An error as it may be told here: without what everybody could read and nobody should. */
  readonly tellable: (error: unknown) => unknown
  /** Shows text before the result, on standard error: plans, warnings. */
  readonly say: (text: string) => void
  /** Asks a person and returns the typed line; undefined when nobody watches. */
  readonly ask: (question: string) => Promise<string | undefined>
}

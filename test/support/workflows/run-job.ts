import { runInNewContext } from 'node:vm'
import type { ActionScene } from '../github/actions/action-scene.ts'
import type { StartingEvent } from '../github/actions/events.ts'
import type { StepEnd } from '../github/actions/start-action.ts'
import { workflows, type Workflow } from './workflows.ts'

/** What expressions may speak of; the platform's own comparisons and `fromJSON` are enough like JavaScript's. */
interface Contexts {
  readonly inputs: Readonly<Record<string, unknown>>
  readonly secrets: Readonly<Record<string, string>>
  readonly matrix?: unknown
  readonly needs?: Readonly<Record<string, { readonly outputs: Readonly<Record<string, string>> }>>
}

export interface CalledWorkflow {
  /** Runs the action's steps of one job, as its file gives them their inputs. */
  job(name: string, contexts: Omit<Contexts, 'inputs'>): Promise<readonly StepEnd[]>
  /** The value of an expression that the job has, such as `if` or `strategy.matrix`. */
  evaluate(expression: string, contexts: Omit<Contexts, 'inputs'>): unknown
}

export interface Call {
  readonly inputs: Readonly<Record<string, unknown>>
  readonly event: StartingEvent
  readonly environment: Readonly<Record<string, string>>
}

/** A reusable workflow of this repository, called with inputs; what they leave out has its default. */
export function callWorkflow(file: string, scene: ActionScene, call: Call): CalledWorkflow {
  const workflow = workflows.find((one) => one.file === file)
  if (workflow === undefined) throw new Error(`there is no ${file}`)
  const inputs = { ...defaultsOf(workflow), ...call.inputs }
  return {
    job: async (name, contexts) => {
      const ends: StepEnd[] = []
      for (const step of workflow.jobs[name]?.steps ?? []) {
        if (step.uses !== './.lifeboat-action') continue
        const given = Object.entries(step.with ?? {}).map(([input, value]) => [
          input,
          expand(String(value), { ...contexts, inputs }),
        ])
        const { event, environment } = call
        ends.push(
          await scene.run({
            inputs: Object.fromEntries(given) as Record<string, string>,
            event,
            environment,
          }),
        )
      }
      return ends
    },
    evaluate: (expression, contexts) => valueOf(expression, { ...contexts, inputs }),
  }
}

function defaultsOf({ on }: Workflow): Readonly<Record<string, unknown>> {
  const { inputs } = on['workflow_call'] as {
    readonly inputs: Record<string, { readonly default?: unknown }>
  }
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.default]))
}

function expand(text: string, contexts: Contexts): string {
  return text.replaceAll(/\$\{\{ (.*?) \}\}/g, (_, expression: string) =>
    String(valueOf(expression, contexts)),
  )
}

function valueOf(expression: string, contexts: Contexts): unknown {
  const bare = expression.replace(/^\$\{\{ (.*) \}\}$/, '$1')
  return runInNewContext(bare, { ...contexts, fromJSON: JSON.parse })
}

import type { z } from 'zod'
import { ConfigError } from './config-error.ts'
import type { Configuration, Group } from './configuration.ts'
import { problemsOfIssues } from './explain-issue.ts'
import { pathText, type ConfigProblem, type KeyPath } from './problem.ts'
import { schemaOf } from './schema-nodes.ts'
import type { Locate } from './yaml-document.ts'

type Asking = Pick<Configuration, 'file' | 'target' | 'engineOf' | 'locate'>

/**
 * Refuses rules of these groups whose questions their engines can never answer, by their form alone. Not a part of reading a
 * configuration: it loads the engines' code. Throws `config-invalid`, with every one of them.
 */
export async function requireQuestions(configuration: Asking, groups: readonly Group[]): Promise<void> {
  const problems: ConfigProblem[] = []
  for (const { name, reconcile } of groups) {
    for (const [index, rule] of reconcile.entries()) {
      for (const side of ['truth', 'derived'] as const) {
        const { target, keys } = rule[side]
        const { keysSchema } = await configuration.engineOf(configuration.target(target))
        const path = ['groups', name, 'reconcile', index, side, 'keys']
        problems.push(...problemsOf(keys, keysSchema, { path, locate: configuration.locate }))
      }
    }
  }
  if (problems.length > 0) throw new ConfigError(configuration.file ?? 'The configuration', problems)
}

interface Place {
  readonly path: KeyPath
  readonly locate: Locate
}

function problemsOf(question: string, schema: z.ZodType | undefined, place: Place): readonly ConfigProblem[] {
  const value = readJson(question)
  if (schema === undefined) {
    return isMapping(value)
      ? [
          problem(
            place,
            'must be a query as text, not a mapping',
            "write it in the language of that target's engine",
          ),
        ]
      : []
  }
  if (value === undefined) {
    return [problem(place, 'is no JSON, and no mapping', `write ${schema.description ?? 'one'}`)]
  }
  const { error } = schema.safeParse(value)
  const locate: Locate = (inside, what) => place.locate([...place.path, ...inside], what)
  const situation = { schema: schemaOf(schema), value, locate }
  const found = problemsOfIssues(error?.issues ?? [], situation)
  return found.map((each) => ({ ...each, path: joined(place.path, each.path) }))
}

/** Undefined for what is no JSON; the instants that a question waits for stand inside of its texts. */
function readJson(question: string): unknown {
  try {
    return JSON.parse(question) as unknown
  } catch {
    return undefined
  }
}

function isMapping(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function problem({ path, locate }: Place, message: string, fix: string): ConfigProblem {
  return { code: 'config-invalid', location: locate(path), path: pathText(path), message, fix }
}

function joined(path: KeyPath, inside: string): string {
  return inside === '' || inside.startsWith('[') ? pathText(path) + inside : `${pathText(path)}.${inside}`
}

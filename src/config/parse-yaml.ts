import type { z } from 'zod'
import { problemsOfIssues } from './explain-issue.ts'
import { inOrder, type ConfigProblem } from './problem.ts'
import { schemaOf } from './schema-nodes.ts'
import { secretLiterals } from './secret-literals.ts'
import { readYaml, type Locate } from './yaml-document.ts'

export type ParsedYaml<T> =
  | { readonly ok: true; readonly value: T; readonly locate: Locate }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] }

/**
 * Reads YAML by a schema. Never throws: everything that is wrong comes back at once, in the order of the file,
 * each with its place, key, and fix; `new ConfigError(fileName, problems)` makes one error of it.
 */
export function parseYamlWith<T>(schema: z.ZodType<T>, text: string, fileName: string): ParsedYaml<T> {
  const document = readYaml(text, fileName)
  if (document.value === undefined) return { ok: false, problems: inOrder(document.problems) }
  const checked = checkValue(schema, document.value, document.locate)
  const problems = inOrder([...document.problems, ...(checked.ok ? [] : checked.problems)])
  if (!checked.ok || problems.length > 0) return { ok: false, problems }
  return { ok: true, value: checked.value, locate: document.locate }
}

/** Checks a value that was read already, wherever its parts came from. */
export function checkValue<T>(schema: z.ZodType<T>, value: unknown, locate: Locate): ParsedYaml<T> {
  const result = schema.safeParse(value)
  const faults = result.success
    ? []
    : problemsOfIssues(result.error.issues, { schema: schemaOf(schema), value, locate })
  const secrets = [
    ...secretLiterals(value, locate),
    ...faults.filter(({ code }) => code === 'secret-literal'),
  ]
  const secretPaths = new Map(secrets.map((problem) => [problem.path, problem]))
  const problems = [...faults.filter(({ path }) => !secretPaths.has(path)), ...secretPaths.values()]
  if (!result.success || problems.length > 0) return { ok: false, problems: inOrder(problems) }
  return { ok: true, value: result.data, locate }
}

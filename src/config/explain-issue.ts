import type { z } from 'zod'
import { SECRET_MESSAGE } from '../runtime/secret-reference.ts'
import { printable } from './printable.ts'
import { pathText, type ConfigProblem, type KeyPath } from './problem.ts'
import { nodesAt, property, type SchemaNode } from './schema-nodes.ts'
import { didYouMean } from './suggest.ts'
import { withoutWiderLimits } from './wider-limits.ts'
import type { Locate } from './yaml-document.ts'

type Issue = z.core.$ZodIssue

export interface IssueSituation {
  readonly schema: SchemaNode
  /** What was written, whole. */
  readonly value: unknown
  readonly locate: Locate
}

/** What the schema's issues mean for whoever wrote the file. */
export function problemsOfIssues(issues: readonly Issue[], situation: IssueSituation): ConfigProblem[] {
  return withoutWiderLimits(issues).flatMap((issue) => problemsOfIssue(issue, situation))
}

/** One problem, or one for each unknown key. */
function problemsOfIssue(issue: Issue, situation: IssueSituation): ConfigProblem[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey(path, key, situation))
  }
  if (issue.code === 'invalid_key') return [badName(issue, path, situation)]
  if (issue.code === 'invalid_union') return problemsOfUnion(issue, path, situation)
  return [problem(path, situation, explain(issue, path, situation))]
}

interface Explanation {
  readonly message: string
  readonly fix: string
  readonly code?: ConfigProblem['code']
  readonly at?: 'value' | 'key'
}

function problem(
  path: KeyPath,
  { locate }: IssueSituation,
  { message, fix, ...rest }: Explanation,
): ConfigProblem {
  return {
    code: rest.code ?? 'config-invalid',
    location: locate(path, rest.at ?? 'value'),
    path: pathText(path),
    message,
    fix,
  }
}

function unknownKey(path: KeyPath, key: string, situation: IssueSituation): ConfigProblem {
  const known = knownKeys(path, situation)
  if (known.includes(key)) {
    const message = 'this key cannot stand beside the others here'
    return problem([...path, key], situation, { message, fix: 'remove it, or the others', at: 'key' })
  }
  return problem([...path, key], situation, {
    message: `unknown key${didYouMean(key, known)}`,
    fix: known.length === 0 ? 'remove it' : `remove it, or use one of ${known.join(', ')}`,
    at: 'key',
  })
}

function badName(
  issue: Extract<Issue, { code: 'invalid_key' }>,
  path: KeyPath,
  situation: IssueSituation,
): ConfigProblem {
  const requirements = issue.issues.map(({ message }) => message).join(', ')
  return problem(path, situation, {
    message: `this name ${requirements}`,
    fix: 'choose another name',
    at: 'key',
  })
}

function knownKeys(path: KeyPath, { schema, value }: IssueSituation): string[] {
  const nodes = nodesAt(schema, path, value)
  return [...new Set(nodes.flatMap((node) => Object.keys(node.properties ?? {})))].sort()
}

function problemsOfUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: KeyPath,
  situation: IssueSituation,
): ConfigProblem[] {
  const written = valueAt(situation.value, path)
  if (issue.message === SECRET_MESSAGE && written !== undefined) {
    const literal = typeof written !== 'object'
    return [
      problem(path, situation, {
        code: literal ? 'secret-literal' : 'config-invalid',
        message: literal ? 'a secret is written here' : 'this is not a reference to a secret',
        fix: 'write where it lies: { env: NAME }, { file: path } or { command: [program, argument, …] }',
      }),
    ]
  }
  const [branch] = issue.errors.toSorted((a, b) => remoteness(a) - remoteness(b))
  if (branch === undefined || branch.length === 0 || written === undefined) {
    return [problem(path, situation, explain(issue, path, situation))]
  }
  const inner = branch.map((found) => ({ ...found, path: [...issue.path, ...found.path] }))
  return problemsOfIssues(inner, situation)
}

/** How far what was written is from one alternative: another kind of value weighs most, then keys it does not know. */
function remoteness(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => sum + weight(issue), 0)
}

function weight(issue: Issue): number {
  if (issue.code === 'unrecognized_keys') return 10 * issue.keys.length
  const kind = issue.code === 'invalid_type' || issue.code === 'invalid_union'
  return kind && issue.path.length === 0 ? 100 : 1
}

function explain(issue: Issue, path: KeyPath, situation: IssueSituation): Explanation {
  const written = valueAt(situation.value, path)
  const options = optionsOf(issue, path, situation)
  if (written === null && path.length === 0) {
    return { message: 'nothing is written here', fix: 'write the keys that the documentation names' }
  }
  if (written === undefined) {
    return {
      message: issue.code === 'custom' ? issue.message : 'is missing',
      fix: `add ${path.at(-1) ?? 'it'}${hint(options, path, situation)}`,
      at: 'key',
    }
  }
  const shown = printable(written, path)
  // Whoever judged what stands in a mapping or a list has nothing against its being one.
  const judgesContent = ['custom', 'too_small', 'too_big'].includes(issue.code)
  const isOfContent = judgesContent && typeof written === 'object' && written !== null
  const suffix = shown === undefined || isOfContent ? '' : `, not ${shown}`
  if (options.length > 0) {
    const guess = typeof written === 'string' ? didYouMean(written, options) : ''
    return { message: `must be ${oneOf(options)}${suffix}${guess}`, fix: `write ${oneOf(options)}` }
  }
  const known = issue.code === 'custom' ? (issue.params?.['fix'] as unknown) : undefined
  const fix = typeof known === 'string' ? known : `change it${hint([], path, situation)}`
  return { message: `${requirement(issue)}${suffix}`, fix }
}

function optionsOf(issue: Issue, path: KeyPath, { schema, value }: IssueSituation): string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String)
  if (issue.code !== 'invalid_union') return []
  const parent = nodesAt(schema, path.slice(0, -1), withoutKey(value, path))
  const last = String(path.at(-1))
  return [...new Set(parent.flatMap((node) => node.properties?.[last]?.const ?? []))].map(String).sort()
}

/** A wrong discriminator would hide every alternative. */
function withoutKey(value: unknown, path: KeyPath): unknown {
  const [part, ...rest] = path
  if (part === undefined || typeof value !== 'object' || value === null) return undefined
  return { ...value, [part]: rest.length === 0 ? undefined : withoutKey(property(value, part), rest) }
}

function oneOf(options: readonly string[]): string {
  return options.length === 1 ? String(options[0]) : `one of ${options.join(', ')}`
}

/** What would be right, as far as the schema tells. */
function hint(options: readonly string[], path: KeyPath, { schema, value }: IssueSituation): string {
  if (options.length > 0) return `: ${oneOf(options)}`
  const nodes = nodesAt(schema, path, value)
  const examples = nodes.flatMap((node) => node.examples ?? node.enum ?? [])
  if (examples.length > 0) return `, for example ${examples.slice(0, 3).map(String).join(' or ')}`
  const words = nodes.map(({ description, type }) => description ?? TYPE_NAMES[type ?? ''])
  const found = words.find((text) => text !== undefined)
  return found === undefined ? '' : ` (${found})`
}

function requirement(issue: Issue): string {
  if (issue.code === 'invalid_type') return `must be ${TYPE_NAMES[issue.expected] ?? issue.expected}`
  if (issue.code === 'too_small') {
    return limited(issue.inclusive === false ? 'more than' : 'at least', issue.minimum, issue.origin)
  }
  if (issue.code === 'too_big') {
    return limited(issue.inclusive === false ? 'less than' : 'at most', issue.maximum, issue.origin)
  }
  return issue.message
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  integer: 'a whole number',
  boolean: 'true or false',
}

function limited(comparison: string, limit: number | bigint, origin: string): string {
  if (origin === 'array')
    return `must hold ${comparison} ${limit} ${Number(limit) === 1 ? 'entry' : 'entries'}`
  return `must be ${comparison} ${limit}${origin === 'string' ? ' characters' : ''}`
}

function valueAt(value: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>(property, value)
}

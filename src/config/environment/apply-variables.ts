import { pathText, type ConfigProblem } from '../problem.ts'
import { nodesAt, property, type SchemaNode } from '../schema-nodes.ts'
import { didYouMean } from '../suggest.ts'
import { isConfiguring } from './special-variables.ts'
import {
  fileVariableName,
  leafKind,
  leavesOf,
  NAME,
  nameFromVariable,
  variableName,
  type Leaf,
} from './variables.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export interface Applied {
  readonly value: unknown
  /** The variable that set a key path (as text). */
  readonly origins: ReadonlyMap<string, string>
  readonly problems: readonly ConfigProblem[]
}

interface Place {
  readonly path: readonly string[]
  readonly isFile: boolean
}

/**
 * Puts what LIFEBOAT_ variables say into the written configuration. With a file they may change connections and
 * stores only; without one (`written` undefined) they say everything. Empty variables count as absent.
 */
export function applyVariables(
  written: unknown,
  environment: Environment,
  describe: () => SchemaNode,
): Applied {
  const hasFile = written !== undefined
  const variables = configuringVariables(written, environment)
  if (hasFile && variables.length === 0) return { value: written, origins: new Map(), problems: [] }
  const schema = describe()
  const leaves = leavesOf(schema)
  const places = placesByVariable(hasFile ? written : namesFromVariables(variables, leaves), leaves)
  const origins = new Map<string, string>()
  const problems: ConfigProblem[] = []
  let value: unknown = hasFile ? written : { version: 1 }
  // The engine of a target and the type of a store decide what their other variables mean.
  for (const variable of variables.toSorted((a, b) => rank(a) - rank(b))) {
    const candidates = places.get(variable) ?? []
    const [place] = candidates
    const problem = refusal(variable, candidates, { known: places, hasFile })
    if (problem !== undefined || place === undefined) {
      problems.push(...(problem === undefined ? [] : [problem]))
      continue
    }
    value = withValue(value, place.path, () => valueOf(variable, place, { environment, schema, value }))
    origins.set(pathText(place.path), variable)
  }
  return { value, origins, problems }
}

function configuringVariables(written: unknown, environment: Environment): string[] {
  const referenced = referencedVariables(written)
  return Object.keys(environment)
    .filter(
      (variable) => isConfiguring(variable) && environment[variable] !== '' && !referenced.has(variable),
    )
    .toSorted()
}

/** A secret may lie in a variable of any name. */
function referencedVariables(value: unknown): Set<string> {
  if (typeof value !== 'object' || value === null) return new Set()
  const own = property(value, 'env')
  const inner = Object.values(value).flatMap((child) => [...referencedVariables(child)])
  return new Set(typeof own === 'string' ? [own, ...inner] : inner)
}

function rank(variable: string): number {
  return /_(ENGINE|TYPE)$/.test(variable) ? 0 : 1
}

/** Without a file a target exists by its ENGINE, a store by its TYPE, a group by its TARGETS. */
const NAMING = [
  { section: 'targets', key: 'engine' },
  { section: 'stores', key: 'type' },
  { section: 'groups', key: 'targets' },
] as const

function namesFromVariables(variables: readonly string[], leaves: readonly Leaf[]): unknown {
  const sections = NAMING.map((naming) => {
    const names = namesInSection(variables, leaves, naming)
    return [naming.section, Object.fromEntries(names.map((name) => [name, {}]))]
  })
  return Object.fromEntries(sections) as unknown
}

/** A name's deeper keys may end like the key that names it: they are no name of their own. */
function namesInSection(
  variables: readonly string[],
  leaves: readonly Leaf[],
  { section, key }: (typeof NAMING)[number],
): string[] {
  const pattern = new RegExp(
    `^${variableName([section])}_(.+)${variableName([key]).replace('LIFEBOAT', '')}$`,
  )
  const names = variables.flatMap((variable) => pattern.exec(variable)?.[1] ?? []).map(nameFromVariable)
  const deeper = leaves.filter(({ path }) => path[0] === section && path.length > 3)
  const taken = new Set(
    names.flatMap((name) => deeper.map(({ path }) => variableName([section, name, ...path.slice(2)]))),
  )
  return names.filter((name) => !taken.has(variableName([section, name, key])))
}

function placesByVariable(named: unknown, leaves: readonly Leaf[]): Map<string, Place[]> {
  const places = new Map<string, Place[]>()
  const add = (variable: string, place: Place): void => {
    const others = places.get(variable) ?? []
    if (others.some(({ path }) => pathText(path) === pathText(place.path))) return
    places.set(variable, [...others, place])
  }
  for (const leaf of leaves) {
    for (const path of concretePaths(leaf.path, named)) {
      add(variableName(path), { path, isFile: false })
      if (leaf.kind === 'secret') add(fileVariableName(path), { path, isFile: true })
    }
  }
  return places
}

function concretePaths(path: readonly string[], named: unknown): string[][] {
  const at = path.indexOf(NAME)
  if (at < 0) return [[...path]]
  const section = path.slice(0, at).reduce<unknown>(property, named)
  return Object.keys(section ?? {}).map((name) => [...path.slice(0, at), name, ...path.slice(at + 1)])
}

function refusal(
  variable: string,
  candidates: readonly Place[],
  { known, hasFile }: { readonly known: ReadonlyMap<string, unknown>; readonly hasFile: boolean },
): ConfigProblem | undefined {
  const [place, other] = candidates
  const problem = (message: string, fix: string): ConfigProblem => ({
    code: 'config-invalid',
    location: { variable },
    path: place === undefined ? '' : pathText(place.path),
    message,
    fix,
  })
  if (place === undefined) {
    return problem(
      `this variable sets nothing${didYouMean(variable, known.keys())}`,
      'correct its name, or unset it',
    )
  }
  if (other !== undefined) {
    const both = `${pathText(place.path)} and ${pathText(other.path)}`
    return problem(
      `this variable could mean ${both}`,
      'rename one of the two, or write the value in lifeboat.yaml',
    )
  }
  if (!hasFile || isOverridable(place.path)) return undefined
  return problem(
    'the environment may change connections and stores, never policy, while there is a file',
    `unset it, and write ${pathText(place.path)} in the file`,
  )
}

function isOverridable([section, , part]: readonly string[]): boolean {
  return section === 'stores' || (section === 'targets' && (part === 'connection' || part === 'via'))
}

function valueOf(
  variable: string,
  { path, isFile }: Place,
  { environment, schema, value }: { environment: Environment; schema: SchemaNode; value: unknown },
): unknown {
  const text = environment[variable] ?? ''
  if (isFile) return { file: text }
  const kind = nodesAt(schema, path, value)
    .map(leafKind)
    .find((found) => found !== undefined)
  if (kind === 'secret') return { env: variable }
  if (kind === 'list') return text.split(',').map((item) => item.trim())
  if (kind === 'number' && /^-?\d+$/.test(text)) return Number(text)
  if (kind === 'boolean' && /^(true|false)$/.test(text)) return text === 'true'
  return text
}

function withValue(value: unknown, path: readonly string[], make: () => unknown): unknown {
  const [part, ...rest] = path
  if (part === undefined) return make()
  const entries = typeof value === 'object' && value !== null ? value : {}
  return { ...entries, [part]: withValue(property(value, part), rest, make) }
}

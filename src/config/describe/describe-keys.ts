import { leafKind, NAME, variableName } from '../environment/variables.ts'
import { isSecretNode, type SchemaNode } from '../schema-nodes.ts'

/** One key of the configuration, as the reference lists it. */
export interface KeyRow {
  readonly path: readonly string[]
  readonly type: string
  readonly required: boolean
  readonly default: string | undefined
  readonly meaning: string
  /** Undefined where no variable can set it. */
  readonly variable: string | undefined
}

/** Every key below a node, in the order of the schema; alternatives are listed one after the other, each key once. */
export function describeKeys(node: SchemaNode, path: readonly string[] = []): KeyRow[] {
  const rows = alternatives(node).flatMap((option) => [
    ...Object.entries(option.properties ?? {}).flatMap(([key, inner]) => {
      const required = alternatives(node).every((each) => each.required?.includes(key))
      return [rowOf(inner, [...path, key], required), ...describeKeys(inner, [...path, key])]
    }),
    ...(typeof option.additionalProperties === 'object'
      ? describeKeys(option.additionalProperties, [...path, NAME])
      : []),
  ])
  return merged(rows)
}

/** A key that several alternatives know is one row with all their types. */
function merged(rows: readonly KeyRow[]): KeyRow[] {
  const byKey = Map.groupBy(rows, ({ path }) => path.join('.'))
  return [...byKey.values()].flatMap(([row, ...others]) => {
    if (row === undefined) return []
    const types = new Set([row, ...others].map(({ type }) => type))
    return [{ ...row, type: [...types].join(' or ') }]
  })
}

function alternatives(node: SchemaNode): readonly SchemaNode[] {
  return isSecretNode(node) ? [] : (node.anyOf ?? node.oneOf ?? [node])
}

function rowOf(node: SchemaNode, path: readonly string[], required: boolean): KeyRow {
  const isLeaf = leafKind(node) !== undefined
  const [meaning, fallback] = (node.description ?? '').replace(/\.$/, '').split(/(?:^|[.;]? )Default: /)
  return {
    path,
    type: typeText(node),
    required: required && node.default === undefined,
    default: fallback ?? (isLeaf && hasContent(node.default) ? JSON.stringify(node.default) : undefined),
    meaning: meaning ?? '',
    variable: isLeaf ? variableName(path).replaceAll(NAME, '<NAME>') : undefined,
  }
}

function hasContent(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0)
}

function typeText(node: SchemaNode): string {
  if (isSecretNode(node)) return 'secret reference'
  if (node.const !== undefined) return JSON.stringify(node.const)
  if (node.enum !== undefined) return node.enum.map((value) => JSON.stringify(value)).join(' or ')
  if (node.type === 'array') return `list of ${typeText(node.items ?? {})}`
  if (node.type === 'boolean') return 'true or false'
  if (node.type === 'integer' || node.type === 'number') return 'number'
  if (node.type === 'string')
    return node.examples === undefined ? 'text' : `text, e.g. \`${String(node.examples[0])}\``
  return 'mapping'
}

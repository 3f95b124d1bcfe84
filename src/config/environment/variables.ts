import type { KeyPath } from '../problem.ts'
import { isSecretNode, type SchemaNode } from '../schema-nodes.ts'

/** Stands in a leaf's path for a name that the user chose. */
export const NAME = '*'

/** What a variable's text becomes. */
export type LeafKind = 'text' | 'number' | 'boolean' | 'list' | 'secret'

/** One value of the configuration that a variable can set. */
export interface Leaf {
  readonly path: readonly string[]
  readonly kind: LeafKind
}

const PREFIX = 'LIFEBOAT_'
const FILE_SUFFIX = '_FILE'

/** Every leaf of a configuration's schema, those of all engines and stores included. */
export function leavesOf(node: SchemaNode, path: readonly string[] = []): Leaf[] {
  const kind = leafKind(node)
  if (kind !== undefined) return [{ path, kind }]
  const options = node.anyOf ?? node.oneOf ?? []
  const own = Object.entries(node.properties ?? {}).flatMap(([key, inner]) => leavesOf(inner, [...path, key]))
  const named =
    typeof node.additionalProperties === 'object' ? leavesOf(node.additionalProperties, [...path, NAME]) : []
  return uniqueLeaves([...own, ...named, ...options.flatMap((option) => leavesOf(option, path))])
}

/** What a variable's text becomes at this place, undefined where none can stand. */
export function leafKind(node: SchemaNode): LeafKind | undefined {
  if (isSecretNode(node)) return 'secret'
  if (node.type === 'array') return node.items?.type === 'string' ? 'list' : undefined
  if (node.type === 'boolean') return 'boolean'
  const constants = [node.const, ...(node.enum ?? [])].filter((value) => value !== undefined)
  if (node.type === 'integer' || node.type === 'number' || typeof constants[0] === 'number') return 'number'
  return node.type === 'string' || constants.length > 0 ? 'text' : undefined
}

function uniqueLeaves(leaves: readonly Leaf[]): Leaf[] {
  return [...new Map(leaves.map((leaf) => [`${leaf.path.join('.')} ${leaf.kind}`, leaf])).values()]
}

/** `LIFEBOAT_TARGETS_ORDERS_CONNECTION_HOST` for `targets.orders.connection.host`. */
export function variableName(path: KeyPath): string {
  return PREFIX + path.map((part) => screamingSnake(String(part))).join('_')
}

/** The variable that holds the path of a file with the secret. */
export function fileVariableName(path: KeyPath): string {
  return variableName(path) + FILE_SUFFIX
}

function screamingSnake(word: string): string {
  return word
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toUpperCase()
}

/** The user's name behind a part of a variable's name: `MY_DB` is `my-db`. */
export function nameFromVariable(part: string): string {
  return part.toLowerCase().replaceAll('_', '-')
}

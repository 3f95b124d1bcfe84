import { z } from 'zod'
import type { KeyPath } from './problem.ts'

/** The parts of JSON Schema (2020-12) that zod writes and that we read. */
export interface SchemaNode {
  readonly type?: string
  readonly description?: string
  readonly default?: unknown
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly examples?: readonly unknown[]
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly additionalProperties?: SchemaNode | boolean
  readonly items?: SchemaNode
  readonly minimum?: number
  readonly required?: readonly string[]
  readonly anyOf?: readonly SchemaNode[]
  readonly oneOf?: readonly SchemaNode[]
  readonly allOf?: readonly SchemaNode[]
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, SchemaNode>>
}

/** The JSON Schema of what may be written, before defaults and conversions. */
export function schemaOf(schema: z.ZodType): SchemaNode {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as SchemaNode
}

/** Every alternative that describes the value at `path`, without those whose discriminator says otherwise. */
export function nodesAt(root: SchemaNode, path: KeyPath, value: unknown): SchemaNode[] {
  let nodes = alternatives(root, { root, value })
  let current = value
  for (const part of path) {
    current = property(current, part)
    nodes = nodes
      .flatMap((node) => children(node, part))
      .flatMap((node) => alternatives(node, { root, value: current }))
  }
  return nodes
}

/** True for a place where only a reference to a secret may stand. */
export function isSecretNode(node: SchemaNode): boolean {
  const options = node.anyOf ?? []
  return ['env', 'file', 'command'].every((key) =>
    options.some((option) => option.properties?.[key] !== undefined),
  )
}

interface Situation {
  readonly root: SchemaNode
  readonly value: unknown
}

function alternatives(node: SchemaNode, situation: Situation): SchemaNode[] {
  if (node.$ref !== undefined) {
    const target = situation.root.$defs?.[node.$ref.replace('#/$defs/', '')]
    return target === undefined ? [] : alternatives(target, situation)
  }
  if (isSecretNode(node)) return [node]
  const options = node.anyOf ?? node.oneOf ?? node.allOf
  if (options === undefined) return [node]
  const fitting = options.filter((option) => fits(option, situation.value))
  return (fitting.length === 0 ? options : fitting).flatMap((option) => alternatives(option, situation))
}

function fits(option: SchemaNode, value: unknown): boolean {
  return Object.entries(option.properties ?? {}).every(([key, node]) => {
    const written = property(value, key)
    return node.const === undefined || written === undefined || written === node.const
  })
}

function children(node: SchemaNode, part: string | number): SchemaNode[] {
  if (typeof part === 'number') return node.items === undefined ? [] : [node.items]
  const named = node.properties?.[part]
  if (named !== undefined) return [named]
  return typeof node.additionalProperties === 'object' ? [node.additionalProperties] : []
}

/** The value under a key or an index, undefined when there is none. */
export function property(value: unknown, part: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
  return (value as Record<string | number, unknown>)[part]
}

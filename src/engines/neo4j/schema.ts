import { createHash } from 'node:crypto'
import type { Fingerprint, InventoryItem } from '../../core/fingerprint.ts'
import type { Transaction } from './database.ts'

/** A constraint or an index of the user's, with the statement that makes it again. */
export interface SchemaItem {
  readonly kind: 'constraint' | 'index'
  readonly name: string
  /** `UNIQUENESS`, `NODE_KEY`, `RANGE`, … in Neo4j's own words. */
  readonly type: string
  readonly statement: string
}

const CONSTRAINTS = 'SHOW CONSTRAINTS YIELD name, type, createStatement'
const INDEXES = 'SHOW INDEXES YIELD name, type, owningConstraint, createStatement'

/** Constraints first, each by name: an index of the same columns could stand in a constraint's way. */
export async function readSchema(transaction: Transaction): Promise<readonly SchemaItem[]> {
  const constraints = await transaction.rows(CONSTRAINTS)
  const indexes = await transaction.rows(INDEXES)
  return [
    ...constraints.map((row) => item('constraint', [row[0], row[1], row[2]])),
    ...indexes
      .filter(([, type, owner]) => type !== 'LOOKUP' && owner === null)
      .map((row) => item('index', [row[0], row[1], row[3]])),
  ].toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
}

function item(kind: SchemaItem['kind'], row: readonly unknown[]): SchemaItem {
  const [name, type, statement] = row.map(String)
  return { kind, name: name ?? '', type: type ?? '', statement: statement ?? '' }
}

function keyOf({ kind, name }: SchemaItem): string {
  return `${kind} ${name}`
}

/** Whether only the Enterprise edition can make it, so that a drill with Community cannot compare it. */
export function needsEnterprise({ kind, type }: SchemaItem): boolean {
  return kind === 'constraint' && !type.includes('UNIQUENESS')
}

/** Every item that each edition can hold. */
export function inventoryOf(schema: readonly SchemaItem[]): readonly InventoryItem[] {
  return schema
    .filter((entry) => !needsEnterprise(entry))
    .map(({ kind, name, statement }) => ({ kind, name, value: statement, rule: 'equal' }))
}

/** Of all statements that every edition takes. */
export function schemaDigest(schema: readonly SchemaItem[]): Fingerprint['schema'] {
  const text = schema.filter((entry) => !needsEnterprise(entry)).map(({ statement }) => `${statement}\n`)
  return { digest: createHash('sha256').update(text.join('')).digest('hex'), method: 'statements/1' }
}

import type { InventoryItem } from '../../../core/fingerprint.ts'
import { canonicalDefinition } from '../canonical-definition.ts'
import type { Session } from '../session.ts'
import { ACCESS } from './access.ts'
import { DATABASE } from './database.ts'
import { DEFINITIONS } from './definitions.ts'
import { EXISTENCE } from './existence.ts'
import { RELATIONS } from './relations.ts'
import { ROLES } from './roles.ts'

interface Row {
  readonly kind: string
  readonly name: string
  readonly value: string | null
}

/** Kinds that a difference of is a warning: a sandbox may lack the source's locale. */
const DERIVED = new Set(['locale'])
const AT_LEAST = new Set(['sequenceValue'])

/** Every object of the database besides its rows, in canonical form, in a fixed order. */
export async function readInventory(session: Session): Promise<readonly InventoryItem[]> {
  const items: InventoryItem[] = []
  for (const query of [EXISTENCE, RELATIONS, DEFINITIONS, ACCESS, ROLES, DATABASE].flat()) {
    for (const { kind, name, value } of await session.query<Row & Record<string, string>>(query)) {
      items.push({ kind, name, value: canonicalDefinition(value ?? ''), rule: ruleOf(kind) })
    }
  }
  return items.sort((a, b) => compare(a.kind, b.kind) || compare(a.name, b.name) || compare(a.value, b.value))
}

function ruleOf(kind: string): InventoryItem['rule'] {
  if (AT_LEAST.has(kind)) return 'atLeast'
  return DERIVED.has(kind) ? 'derived' : 'equal'
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

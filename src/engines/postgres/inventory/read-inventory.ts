import type { InventoryItem } from '../../../core/fingerprint.ts'
import { canonicalDefinition } from '../canonical-definition.ts'
import type { Session } from '../session.ts'
import { ACCESS } from './access.ts'
import { DATABASE } from './database.ts'
import { DEFINITIONS } from './definitions.ts'
import { EXISTENCE } from './existence.ts'
import { joinNamesakes } from './join-namesakes.ts'
import { RELATIONS, SEQUENCE_VALUES } from './relations.ts'
import { ROLES } from './roles.ts'

interface Row {
  readonly kind: string
  readonly name: string
  readonly value: string | null
}

/** Kinds that a difference of is a warning: a sandbox may lack the source's locale. */
const DERIVED = new Set(['locale'])
const AT_LEAST = new Set(['sequenceValue'])

/** Every object of the database besides its rows, in canonical form, in a fixed order; `sequences` as they were read earlier. */
export async function readInventory(
  session: Session,
  sequences: readonly InventoryItem[],
): Promise<readonly InventoryItem[]> {
  const items = [...sequences]
  for (const query of [EXISTENCE, RELATIONS, DEFINITIONS, ACCESS, ROLES, DATABASE].flat()) {
    items.push(...(await readItems(session, query)))
  }
  return joinNamesakes(items).sort(
    (a, b) => compare(a.kind, b.kind) || compare(a.name, b.name) || compare(a.value, b.value),
  )
}

/** How far the sequences have come now. */
export async function readSequences(session: Session): Promise<readonly InventoryItem[]> {
  return await readItems(session, SEQUENCE_VALUES)
}

async function readItems(session: Session, query: string): Promise<readonly InventoryItem[]> {
  const rows = await session.query<Row & Record<string, string>>(query)
  return rows.map(({ kind, name, value }) => ({
    kind,
    name,
    value: canonicalDefinition(value ?? ''),
    rule: ruleOf(kind),
  }))
}

function ruleOf(kind: string): InventoryItem['rule'] {
  if (AT_LEAST.has(kind)) return 'atLeast'
  return DERIVED.has(kind) ? 'derived' : 'equal'
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

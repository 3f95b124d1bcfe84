import type { InventoryItem } from '../../core/fingerprint.ts'
import { canonicalDefinition } from './definition.ts'
import type { DatabaseObject } from './objects.ts'
import { externalShape } from './placeholder.ts'
import type { Session } from './session.ts'

/** Every object of the database by its canonical definition, and the functions that SQL may use. */
export async function readInventory(
  session: Session,
  database: string,
  objects: readonly DatabaseObject[],
): Promise<readonly InventoryItem[]> {
  const items = objects.map((object): InventoryItem => {
    const external = externalShape(object)
    return {
      kind: external === undefined ? object.kind : 'external',
      name: object.name,
      value: external ?? canonicalDefinition(object.definition, database),
      rule: 'equal',
    }
  })
  const functions = await listFunctions(session)
  return [
    ...items,
    ...functions.map(({ name, definition }): InventoryItem => ({
      kind: 'function',
      name,
      value: definition,
      rule: 'equal',
    })),
  ]
}

/** Functions written in SQL; they belong to the server. */
export async function listFunctions(
  session: Session,
): Promise<readonly { readonly name: string; readonly definition: string }[]> {
  const rows = await session.rows(
    "SELECT name, create_query FROM system.functions WHERE origin = 'SQLUserDefined' ORDER BY name",
  )
  return rows.map(([name, definition]) => ({ name: name ?? '', definition: definition ?? '' }))
}

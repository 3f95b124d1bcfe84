import type { EngineContext, LoadRequest } from '../../core/engine.ts'
import { isLifeboatError } from '../../core/errors.ts'
import type { ClickHouseConnection } from './connection.ts'
import {
  isRefreshed,
  moveDefinition,
  newlyReplicated,
  renameObject,
  rightsOf,
  unplaced,
  unrefreshed,
  unreplicated,
} from './definition.ts'
import { isConsumer } from './objects.ts'
import { placeholderOf } from './placeholder.ts'
import { SCHEMA, type SchemaEntry } from './schema-part.ts'
import type { Session } from './session.ts'
import { quoteIdentifier } from './quote.ts'

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
  /** Whether the server has a Keeper, without which nothing is replicated. */
  readonly replicates: boolean
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
  created: (entry: SchemaEntry) => Promise<void> = async () => {},
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

async function createObject(creation: Creation, entry: SchemaEntry): Promise<readonly string[]> {
  const { session, connection, request, permissive } = creation
  const { database } = connection
  if (entry.kind === 'function') {
    await session.run(entry.definition.replace(/^CREATE FUNCTION /, 'CREATE FUNCTION IF NOT EXISTS '))
    return []
  }
  const drill = request.purpose === 'sandbox'
  const source = request.parts.requirements['database'] ?? database
  const definition =
    source === database ? entry.definition : moveDefinition(entry.definition, source, database)
  const consumes = isConsumer(entry.engine)
  if (entry.kind === 'external' && (drill || consumes)) {
    await session.run(placeholderOf({ ...entry, definition }, database), permissive)
    return drill ? [] : [consumerLeftOut(entry)]
  }
  const { sql, limitations } = placed(creation, { ...entry, definition })
  await session.run(unrefreshed(renameObject(sql, database, entry.name)), permissive)
  if (drill && isRefreshed(definition)) {
    await session.run(`SYSTEM STOP VIEW ${quoteIdentifier(database)}.${quoteIdentifier(entry.name)}`)
  }
  return limitations
}

/** The source may still live, and both would share its offsets. */
function consumerLeftOut({ name, engine }: SchemaEntry): string {
  return `${name}: is an empty table here instead of ${engine}, so that nothing is consumed twice; when the source consumes no more, drop it and run its definition in ${SCHEMA}.`
}

/** The users of the source need not exist here, and whose rights a view lends is not to be guessed. */
function otherRights(name: string, definition: string): readonly string[] {
  const rights = rightsOf(definition)
  return rights === undefined
    ? []
    : [`${name}: was made without "${rights}", with the rights that this server gives by default.`]
}

/** Where it lies is the new server's matter: a path in Keeper that is written out would join the replicas of the source. */
function placed(
  { request, replicates }: Creation,
  { name, definition }: SchemaEntry,
): { readonly sql: string; readonly limitations: readonly string[] } {
  if (request.purpose === 'sandbox') return { sql: unplaced(unreplicated(definition)), limitations: [] }
  const plain = unreplicated(definition)
  if (plain === definition) return { sql: unplaced(definition), limitations: otherRights(name, definition) }
  return replicates
    ? {
        sql: unplaced(newlyReplicated(definition)),
        limitations: [`${name}: replicated under the server's default path, not under that of the source.`],
      }
    : {
        sql: unplaced(plain),
        limitations: [`${name}: was replicated, and is not here, because the server has no Keeper.`],
      }
}

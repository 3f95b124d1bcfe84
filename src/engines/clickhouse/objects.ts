import type { Session } from './session.ts'

/** Engines whose rows lie on the server itself and can be read and written. */
const HOLDS_ROWS = /MergeTree$|^(Log|TinyLog|StripeLog|Memory|Join|EmbeddedRocksDB)$/
/** Engines that take what they read away from whoever else reads it. */
const CONSUMES = /^(Kafka|NATS|RabbitMQ|FileLog|\w*Queue|MaterializedPostgreSQL)$/
/** Engines that need nothing outside their server. */
const HARMLESS = new Set(['Null', 'Merge', 'Buffer', 'Set', 'GenerateRandom'])

type ObjectKind = 'table' | 'view' | 'materializedView' | 'dictionary' | 'external' | 'other'

/** A table, view or dictionary of the database. */
export interface DatabaseObject {
  readonly name: string
  readonly kind: ObjectKind
  readonly engine: string
  /** One line, as the server prints it. */
  readonly definition: string
  /** The rows of a dataset, by the server's own count; undefined where it does not know. */
  readonly rows: string | undefined
  readonly bytes: number
  /** The table whose rows are this object's: itself, or the inner table of a materialized view; undefined where there is none. */
  readonly storage:
    | { readonly name: string; readonly engine: string; readonly definition: string }
    | undefined
}

/** Everything in the database that this login is shown, by name. */
export async function listObjects(session: Session, database: string): Promise<readonly DatabaseObject[]> {
  const rows = await session.rows(OBJECTS, { database })
  const listed = rows.map(([name, engine, definition, uuid, count, bytes]) => ({
    name: name ?? '',
    engine: engine ?? '',
    definition: definition ?? '',
    uuid: uuid ?? '',
    rows: count ?? undefined,
    bytes: Number(bytes ?? 0),
  }))
  const byName = new Map(listed.map((each) => [each.name, each]))
  return listed
    .filter(({ name }) => !name.startsWith('.inner'))
    .map(({ uuid, ...each }) => {
      const kind = kindOf(each.engine, each.definition)
      const inner = byName.get(`.inner_id.${uuid}`) ?? byName.get(`.inner.${each.name}`)
      const storage = kind === 'table' ? each : kind === 'materializedView' ? inner : undefined
      return { ...each, kind, storage, rows: storage?.rows, bytes: storage?.bytes ?? 0 }
    })
}

const OBJECTS = `
SELECT name, engine, create_table_query, toString(uuid), toString(total_rows), toString(ifNull(total_bytes, 0))
FROM system.tables WHERE database = {database:String} AND NOT is_temporary ORDER BY name`

function kindOf(engine: string, definition: string): ObjectKind {
  if (engine === 'Dictionary' || definition.startsWith('CREATE DICTIONARY ')) return 'dictionary'
  if (engine === 'View') return 'view'
  if (engine === 'MaterializedView') return 'materializedView'
  if (HOLDS_ROWS.test(engine)) return 'table'
  return HARMLESS.has(engine) ? 'other' : 'external'
}

/** Whether a second table like this one would take from the first what it is to get. */
export function isConsumer(engine: string): boolean {
  return CONSUMES.test(engine)
}

/** Whether parts of the table can be frozen by hard links. */
export function isMergeTree(engine: string): boolean {
  return engine.endsWith('MergeTree')
}

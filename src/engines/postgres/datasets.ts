import type { Session } from './session.ts'
import { abilitiesOf } from './version.ts'

type RowMethod = 'record-hash/1' | 'text-hash/1'

/** A relation whose rows are compared. */
export interface Relation {
  /** Quoted where needed: `public.orders`. */
  readonly name: string
  readonly kind: 'table' | 'extensionTable' | 'materializedView'
  /** Quoted names in alphabetical order, without generated columns. */
  readonly columns: readonly string[]
  /** Rows of an extension's table that belong to the user; empty for all. */
  readonly condition: string
  readonly method: RowMethod
  readonly pages: number
  /** False when this login, or a standby, cannot read its rows. */
  readonly readable: boolean
}

/** Every relation whose rows a dump carries or recomputes, the largest first. */
export async function listRelations(session: Session, major: number): Promise<readonly Relation[]> {
  const rows =
    await session.query<
      Record<'name' | 'kind' | 'columns' | 'condition' | 'cheap' | 'pages' | 'readable', string>
    >(RELATIONS)
  return rows.map((row) => ({
    name: row.name,
    kind: row.kind as Relation['kind'],
    columns: JSON.parse(row.columns) as string[],
    condition: row.condition,
    method: row.cheap === 't' && abilitiesOf(major).recordHash ? 'record-hash/1' : 'text-hash/1',
    pages: Number(row.pages),
    readable: row.readable === 't',
  }))
}

/**
 * Types whose hash sees exactly what their text shows, and stays the same after a restore. Not among them: enums (hashed by
 * OID), numeric, float and interval (equal values that print differently), arrays, ranges, json, composites and domains.
 */
const CHEAP_TYPES = `'{int2,int4,int8,bool,uuid,date,timestamp,timestamptz,bytea,text,varchar}'::regtype[]`

const RELATIONS = `
select format('%I.%I', n.nspname, c.relname) as name,
       case when c.relkind = 'm' then 'materializedView' when x.condition is not null then 'extensionTable' else 'table' end as kind,
       coalesce(a.columns, '[]') as columns,
       coalesce(x.condition, '') as condition,
       coalesce(a.cheap, false)::text::"char" as cheap,
       c.relpages::text as pages,
       ((c.relkind <> 'm' or has_table_privilege(c.oid, 'SELECT'))
         and not (c.relpersistence = 'u' and pg_is_in_recovery()))::text::"char" as readable
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join lateral (
  select json_agg(quote_ident(t.attname) order by t.attname collate "C")::text as columns,
         bool_and(t.atttypid = any (${CHEAP_TYPES}) and coalesce(l.collisdeterministic, true)) as cheap
  from pg_catalog.pg_attribute t left join pg_catalog.pg_collation l on l.oid = t.attcollation
  where t.attrelid = c.oid and t.attnum > 0 and not t.attisdropped and t.attgenerated = ''
) a on true
left join lateral (
  select coalesce(e.extcondition[array_position(e.extconfig, c.oid)], '') as condition, c.oid = any (e.extconfig) as dumped
  from pg_catalog.pg_depend d join pg_catalog.pg_extension e on e.oid = d.refobjid
  where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
) x on true
where (c.relkind = 'r' or c.relkind = 'm' and c.relispopulated)
  and c.relpersistence <> 't'
  and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and (x.condition is null or x.dumped)
order by c.relpages desc, 1`

/** The query that counts and digests one relation; its result is one row of `count` and `digest`. */
export function digestQuery(relation: Relation, method: string): string {
  const row = `row(${relation.columns.map((column) => `r.${column}`).join(', ')})`
  return `select count(*)::text as count, coalesce(sum(${rowHash(row, method)}), 0)::text as digest
    from only ${relation.name} as r ${relation.condition}`
}

/**
 * The record hash of a row is linear in the hashes of its columns, so a plain sum would not notice two rows that exchange
 * a value; hashing it once more takes that away for next to nothing.
 */
function rowHash(row: string, method: string): string {
  if (method === 'record-hash/1') return `hashint8extended(hash_record_extended(${row}, $1), $1)`
  return `hashtextextended(${row}::text collate "C", $1)`
}

import { LifeboatError } from '../../core/errors.ts'
import type { Session } from './session.ts'
import { abilitiesOf } from './version.ts'

/** By the hashes of the types, by the text of the row, or by either for the columns that it suits. */
type RowMethod = 'record-hash/1' | 'text-hash/1' | 'mixed-hash/1'

/** A relation whose rows are compared. */
export interface Relation {
  /** Quoted where needed: `public.orders`. */
  readonly name: string
  readonly kind: 'table' | 'extensionTable' | 'materializedView'
  /** Quoted names in alphabetical order, without generated columns. */
  readonly columns: readonly string[]
  /** Those of them whose type has a hash that sees what its text shows. */
  readonly cheapColumns: readonly string[]
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
  return rows.map((row) => {
    const columns = JSON.parse(row.columns) as string[]
    const cheapColumns = JSON.parse(row.cheap) as string[]
    return {
      name: row.name,
      kind: row.kind as Relation['kind'],
      columns,
      cheapColumns,
      condition: row.condition,
      method: cheapestMethod(columns, cheapColumns, major),
      pages: Number(row.pages),
      readable: row.readable === 't',
    }
  })
}

function cheapestMethod(columns: readonly string[], cheap: readonly string[], major: number): RowMethod {
  if (cheap.length === 0 || !abilitiesOf(major).recordHash) return 'text-hash/1'
  return cheap.length === columns.length ? 'record-hash/1' : 'mixed-hash/1'
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
       coalesce(a.cheap, '[]') as cheap,
       c.relpages::text as pages,
       ((c.relkind <> 'm' or has_table_privilege(c.oid, 'SELECT'))
         and not (c.relpersistence = 'u' and pg_is_in_recovery()))::text::"char" as readable
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join lateral (
  select json_agg(quote_ident(t.attname) order by t.attname collate "C")::text as columns,
         json_agg(quote_ident(t.attname) order by t.attname collate "C") filter (
           where t.atttypid = any (${CHEAP_TYPES}) and coalesce(l.collisdeterministic, true))::text as cheap
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
  return `select count(*)::text as count, coalesce(sum(${rowHash(relation, method)}), 0)::text as digest
    from only ${relation.name} as r ${relation.condition}`
}

/**
 * The record hash of a row is linear in the hashes of its columns, so a plain sum would not notice two rows that exchange
 * a value; hashing it once more takes that away for next to nothing.
 */
function rowHash({ name, columns, cheapColumns }: Relation, method: string): string {
  if (method === 'record-hash/1') return hashOfRecord(columns.map(valueOf))
  if (method === 'text-hash/1') return hashOfText(columns)
  if (method === 'mixed-hash/1') {
    const others = columns.filter((column) => !cheapColumns.includes(column))
    return hashOfRecord([...cheapColumns.map(valueOf), hashOfText(others)])
  }
  throw new LifeboatError({
    code: 'fingerprint-malformed',
    what: `the rows of ${name} were digested by ${method}, which this Lifeboat does not know`,
    fix: 'use the Lifeboat that made the backup, or a newer one',
  })
}

function hashOfRecord(values: readonly string[]): string {
  return `hashint8extended(hash_record_extended(row(${values.join(', ')}), $1), $1)`
}

function hashOfText(columns: readonly string[]): string {
  return `hashtextextended(row(${columns.map(valueOf).join(', ')})::text collate "C", $1)`
}

function valueOf(column: string): string {
  return `r.${column}`
}

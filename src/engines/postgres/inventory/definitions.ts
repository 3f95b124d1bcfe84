import { dumped, own } from './own-objects.ts'

const SCHEMAS = `
select 'schema' as kind, quote_ident(n.nspname) as name, '' as value
from pg_catalog.pg_namespace n where ${dumped('n')} and (n.nspname = 'public' or ${own('pg_namespace', 'n')})`

const EXTENSIONS = `
select 'extension' as kind, quote_ident(e.extname) as name, e.extversion || ' in ' || n.nspname as value
from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace where e.extname <> 'plpgsql'`

/** `pg_get_functiondef` refuses aggregates. */
const FUNCTIONS = `
select case p.prokind when 'a' then 'aggregate' when 'p' then 'procedure' else 'function' end as kind,
       p.oid::regprocedure::text as name,
       case when p.prokind = 'a'
         then (select concat_ws(' ', pg_get_function_result(p.oid), a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggsortop, a.aggtranstype::regtype, a.agginitval, a.aggkind)
               from pg_catalog.pg_aggregate a where a.aggfnoid = p.oid)
         else pg_get_functiondef(p.oid) end as value
from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
where ${dumped('n')} and ${own('pg_proc', 'p')}
  and not exists (select from pg_catalog.pg_depend i where i.classid = 'pg_catalog.pg_proc'::regclass and i.objid = p.oid and i.deptype = 'i')`

const TYPES = `
select case t.typtype when 'e' then 'enum' when 'd' then 'domain' when 'c' then 'composite' when 'r' then 'range' when 'm' then 'multirange' else 'baseType' end as kind,
       format_type(t.oid, null) as name,
       case t.typtype
         when 'e' then (select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder) from pg_catalog.pg_enum e where e.enumtypid = t.oid)
         when 'd' then concat_ws(' ', format_type(t.typbasetype, t.typtypmod), case when t.typnotnull then 'not null' end, 'default ' || t.typdefault,
                                 case when t.typcollation <> 0 then 'collate ' || t.typcollation::regcollation end)
         when 'c' then (select string_agg(concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod)), ', ' order by a.attnum)
                        from pg_catalog.pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped)
         when 'r' then (select concat_ws(' ', format_type(r.rngsubtype, null), nullif(r.rngcollation, 0)::regcollation, r.rngcanonical, r.rngsubdiff, to_jsonb(r) ->> 'rngmultitypid' is not null)
                        from pg_catalog.pg_range r where r.rngtypid = t.oid)
         else '' end as value
from pg_catalog.pg_type t
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
left join pg_catalog.pg_class c on c.oid = t.typrelid
where ${dumped('n')} and ${own('pg_type', 't')}
  and (t.typrelid = 0 or c.relkind = 'c')
  and not exists (select from pg_catalog.pg_type e where e.typarray = t.oid)`

const COLLATIONS = `
select 'collation' as kind, format('%I.%I', n.nspname, c.collname) as name,
       concat_ws(' ', c.collprovider, c.collcollate, c.collctype, coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale'), c.collisdeterministic, to_jsonb(c) ->> 'collicurules') as value
from pg_catalog.pg_collation c join pg_catalog.pg_namespace n on n.oid = c.collnamespace
where ${dumped('n')} and ${own('pg_collation', 'c')}`

const EVENT_TRIGGERS = `
select 'eventTrigger' as kind, quote_ident(e.evtname) as name,
       concat_ws(' ', e.evtevent, e.evtfoid::regproc, e.evtenabled, array_to_string(e.evttags, ',')) as value
from pg_catalog.pg_event_trigger e where ${own('pg_event_trigger', 'e')}`

const FOREIGN_SERVERS = `
select 'foreignServer' as kind, quote_ident(s.srvname) as name,
       concat_ws(' ', f.fdwname, s.srvtype, s.srvversion, (select string_agg(o, ',' order by o) from unnest(s.srvoptions) o)) as value
from pg_catalog.pg_foreign_server s join pg_catalog.pg_foreign_data_wrapper f on f.oid = s.srvfdw
where ${own('pg_foreign_server', 's')}`

const PUBLICATIONS = `
select 'publication' as kind, quote_ident(p.pubname) as name,
       concat_ws(' ', p.puballtables, p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate, p.pubviaroot,
         (select string_agg(concat_ws(' ', r.prrelid::regclass, pg_get_expr((to_jsonb(r) ->> 'prqual')::pg_node_tree, r.prrelid), to_jsonb(r) ->> 'prattrs'), ', ' order by r.prrelid::regclass::text)
          from pg_catalog.pg_publication_rel r where r.prpubid = p.oid)) as value
from pg_catalog.pg_publication p`

/** Objects that stand on their own. */
export const DEFINITIONS: readonly string[] = [
  SCHEMAS,
  EXTENSIONS,
  FUNCTIONS,
  TYPES,
  COLLATIONS,
  EVENT_TRIGGERS,
  FOREIGN_SERVERS,
  PUBLICATIONS,
]

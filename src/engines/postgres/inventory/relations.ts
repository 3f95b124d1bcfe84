import { dumped, own } from './own-objects.ts'

const TABLES = `
select case c.relkind when 'f' then 'foreignTable' else 'table' end as kind,
       format('%I.%I', n.nspname, c.relname) as name,
       concat_ws(' ',
         '(' || coalesce(a.columns, '') || ')',
         case c.relpersistence when 'u' then 'unlogged' end,
         'partition by ' || pg_get_partkeydef(c.oid),
         'partition ' || pg_get_expr(c.relpartbound, c.oid),
         'inherits ' || (select string_agg(i.inhparent::regclass::text, ', ' order by i.inhseqno) from pg_catalog.pg_inherits i where i.inhrelid = c.oid),
         'of ' || nullif(c.reloftype, 0)::regtype::text,
         'using ' || (select amname from pg_catalog.pg_am where oid = c.relam),
         'with ' || (select string_agg(o, ', ' order by o) from unnest(c.reloptions) o),
         'replica identity ' || nullif(c.relreplident::text, 'd'),
         case when c.relrowsecurity then 'row security' end,
         case when c.relforcerowsecurity then 'forced' end,
         'server ' || (select s.srvname || coalesce(' ' || array_to_string(t.ftoptions, ','), '')
                       from pg_catalog.pg_foreign_table t join pg_catalog.pg_foreign_server s on s.oid = t.ftserver where t.ftrelid = c.oid)
       ) as value
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join lateral (
  select string_agg(concat_ws(' ', quote_ident(t.attname), format_type(t.atttypid, t.atttypmod),
           case when t.attnotnull then 'not null' end,
           case when t.attcollation <> y.typcollation then 'collate ' || t.attcollation::regcollation end,
           case t.attgenerated when '' then 'default ' else 'generated ' || t.attgenerated::text || ' ' end || pg_get_expr(d.adbin, d.adrelid),
           'identity ' || nullif(t.attidentity::text, ''),
           case when t.attstorage <> y.typstorage then 'storage ' || t.attstorage::text end,
           'compression ' || nullif(to_jsonb(t) ->> 'attcompression', ''),
           case when (to_jsonb(t) ->> 'attstattarget')::int >= 0 then 'statistics ' || (to_jsonb(t) ->> 'attstattarget') end,
           'options ' || t.attoptions::text, 'foreign ' || t.attfdwoptions::text), ', ' order by t.attname collate "C") as columns
  from pg_catalog.pg_attribute t
  join pg_catalog.pg_type y on y.oid = t.atttypid
  left join pg_catalog.pg_attrdef d on d.adrelid = t.attrelid and d.adnum = t.attnum
  where t.attrelid = c.oid and t.attnum > 0 and not t.attisdropped) a on true
where c.relkind in ('r', 'p', 'f') and c.relpersistence <> 't' and ${dumped('n')} and ${own('pg_class', 'c')}`

const VIEWS = `
select case c.relkind when 'm' then 'materializedView' else 'view' end as kind,
       format('%I.%I', n.nspname, c.relname) as name,
       concat_ws(' ', pg_get_viewdef(c.oid), 'with ' || array_to_string(c.reloptions, ','), case when not c.relispopulated then 'not populated' end) as value
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('v', 'm') and c.relpersistence <> 't' and ${dumped('n')} and ${own('pg_class', 'c')}`

/** Invalid indexes are not in a dump; capture lists them. */
const INDEXES = `
select 'index' as kind, format('%I.%I', n.nspname, c.relname) as name,
       concat_ws(' ', pg_get_indexdef(c.oid), case when i.indisclustered then 'clustered' end, case when i.indisreplident then 'replica identity' end) as value
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_class t on t.oid = i.indrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where (i.indisvalid or c.relkind = 'I') and c.relpersistence <> 't' and ${dumped('n')} and ${own('pg_class', 'c')}
  and ${own('pg_class', 't')}`

const SEQUENCES = `
select 'sequence' as kind, format('%I.%I', n.nspname, c.relname) as name,
       concat_ws(' ', format_type(s.seqtypid, null), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle, case when c.relpersistence = 'u' then 'unlogged' end,
         'owned by ' || (select d.refobjid::regclass || '.' || a.attname from pg_catalog.pg_depend d
                         join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
                         where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.refobjsubid > 0 and d.deptype in ('a', 'i'))) as value
from pg_catalog.pg_sequence s
join pg_catalog.pg_class c on c.oid = s.seqrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relpersistence <> 't' and ${dumped('n')} and ${own('pg_class', 'c')}`

/** No snapshot holds these; downward sequences count negated, so that growth is always an increase. */
export const SEQUENCE_VALUES = `
select 'sequenceValue' as kind, format('%I.%I', schemaname, sequencename) as name,
       (sign(increment_by) * last_value)::bigint::text as value
from pg_catalog.pg_sequences where last_value is not null and schemaname !~ '^pg_'`

const CONSTRAINTS = `
select 'constraint' as kind, coalesce(nullif(k.conrelid, 0)::regclass::text, format_type(k.contypid, null)) || ' ' || quote_ident(k.conname) as name,
       pg_get_constraintdef(k.oid) as value
from pg_catalog.pg_constraint k
join pg_catalog.pg_namespace n on n.oid = k.connamespace
left join pg_catalog.pg_class c on c.oid = k.conrelid
where k.contype <> 't' and k.conparentid = 0 and ${dumped('n')} and ${own('pg_constraint', 'k')}
  and (c.oid is null or c.relpersistence <> 't' and ${own('pg_class', 'c')})
  and not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.pg_type'::regclass and e.objid = k.contypid and e.deptype = 'e')`

const TRIGGERS = `
select 'trigger' as kind, t.tgrelid::regclass || ' ' || quote_ident(t.tgname) as name,
       pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text as value
from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid
where not t.tgisinternal and t.tgparentid = 0 and c.relpersistence <> 't' and ${own('pg_class', 'c')}`

const RULES = `
select 'rule' as kind, r.ev_class::regclass || ' ' || quote_ident(r.rulename) as name, pg_get_ruledef(r.oid) || ' ' || r.ev_enabled::text as value
from pg_catalog.pg_rewrite r join pg_catalog.pg_class c on c.oid = r.ev_class
where r.rulename <> '_RETURN' and ${own('pg_class', 'c')}`

const POLICIES = `
select 'policy' as kind, p.polrelid::regclass || ' ' || quote_ident(p.polname) as name,
       concat_ws(' ', case when p.polpermissive then 'permissive' else 'restrictive' end, p.polcmd,
         'to ' || (select string_agg(case r when 0 then 'public' else pg_get_userbyid(r) end, ', ' order by pg_get_userbyid(r)) from unnest(p.polroles) r),
         'using ' || pg_get_expr(p.polqual, p.polrelid), 'check ' || pg_get_expr(p.polwithcheck, p.polrelid)) as value
from pg_catalog.pg_policy p`

const STATISTICS = `
select 'statistics' as kind, format('%I.%I', n.nspname, s.stxname) as name, pg_get_statisticsobjdef(s.oid) as value
from pg_catalog.pg_statistic_ext s join pg_catalog.pg_namespace n on n.oid = s.stxnamespace
where ${dumped('n')} and ${own('pg_statistic_ext', 's')}`

/** Tables and what hangs on them. */
export const RELATIONS: readonly string[] = [
  TABLES,
  VIEWS,
  INDEXES,
  SEQUENCES,
  CONSTRAINTS,
  TRIGGERS,
  RULES,
  POLICIES,
  STATISTICS,
]

import { dumped, own } from './own-objects.ts'

/** The owner and every grant, with the built-in default spelled out where nothing was granted. */
function grants(acl: string, owner: string): string {
  return `'owner ' || pg_get_userbyid(${owner}) || coalesce('; ' || (
    select string_agg(concat(case a.grantee when 0 then 'public' else pg_get_userbyid(a.grantee) end, ' ', a.privilege_type,
                             case when a.is_grantable then ' with grant option' end, ' by ', pg_get_userbyid(a.grantor)),
                      '; ' order by case a.grantee when 0 then '' else pg_get_userbyid(a.grantee) end, a.privilege_type, pg_get_userbyid(a.grantor))
    from aclexplode(${acl}) a), '')`
}

function access(source: {
  readonly type: string
  readonly name: string
  readonly acl: string
  readonly owner: string
  readonly from: string
}): string {
  const acl = `coalesce(${source.acl}, acldefault(${source.type}, ${source.owner}))`
  return `select 'grant' as kind, ${source.name} as name, ${grants(acl, source.owner)} as value from ${source.from}`
}

const IN_SCHEMA = 'join pg_catalog.pg_namespace n on n.oid ='

const COLUMN_GRANTS = `
select 'grant' as kind, format('column %I.%I.%I', n.nspname, c.relname, a.attname) as name, ${grants('a.attacl', 'c.relowner')} as value
from pg_catalog.pg_attribute a
join pg_catalog.pg_class c on c.oid = a.attrelid ${IN_SCHEMA} c.relnamespace
where a.attacl is not null and not a.attisdropped and ${dumped('n')} and ${own('pg_class', 'c')}`

const DEFAULT_PRIVILEGES = `
select 'defaultPrivileges' as kind, concat_ws(' ', quote_ident(pg_get_userbyid(d.defaclrole)), nullif(d.defaclnamespace, 0)::regnamespace, d.defaclobjtype) as name,
       ${grants('d.defaclacl', 'd.defaclrole')} as value
from pg_catalog.pg_default_acl d`

const COMMENTS = `
select 'comment' as kind, i.type || ' ' || i.identity as name, d.description as value
from pg_catalog.pg_description d, pg_identify_object(d.classoid, d.objoid, d.objsubid) i
where (d.objoid >= 16384 or d.classoid = 'pg_catalog.pg_namespace'::regclass and d.objoid = (select oid from pg_catalog.pg_namespace where nspname = 'public'))
  and i.identity is not null and i.type <> 'large object'
  and not exists (select from pg_catalog.pg_depend e where e.classid = d.classoid and e.objid = d.objoid and e.deptype = 'e')`

/** Who owns what, who may do what, and what people wrote about it. */
export const ACCESS: readonly string[] = [
  access({
    type: `case c.relkind when 'S' then 's'::"char" else 'r' end`,
    name: `format('%s %I.%I', case c.relkind when 'S' then 'sequence' else 'table' end, n.nspname, c.relname)`,
    acl: 'c.relacl',
    owner: 'c.relowner',
    from: `pg_catalog.pg_class c ${IN_SCHEMA} c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and c.relpersistence <> 't' and ${dumped('n')} and ${own('pg_class', 'c')}`,
  }),
  access({
    type: `'f'`,
    name: `'routine ' || p.oid::regprocedure`,
    acl: 'p.proacl',
    owner: 'p.proowner',
    from: `pg_catalog.pg_proc p ${IN_SCHEMA} p.pronamespace where ${dumped('n')} and ${own('pg_proc', 'p')}`,
  }),
  access({
    type: `'n'`,
    name: `'schema ' || quote_ident(n.nspname)`,
    acl: 'n.nspacl',
    owner: 'n.nspowner',
    from: `pg_catalog.pg_namespace n where ${dumped('n')} and (n.nspname = 'public' or ${own('pg_namespace', 'n')})`,
  }),
  access({
    type: `'T'`,
    name: `'type ' || format_type(t.oid, null)`,
    acl: 't.typacl',
    owner: 't.typowner',
    from: `pg_catalog.pg_type t ${IN_SCHEMA} t.typnamespace
      where t.typtype in ('e', 'd', 'r') and ${dumped('n')} and ${own('pg_type', 't')}`,
  }),
  access({
    type: `'S'`,
    name: `'server ' || quote_ident(s.srvname)`,
    acl: 's.srvacl',
    owner: 's.srvowner',
    from: `pg_catalog.pg_foreign_server s where ${own('pg_foreign_server', 's')}`,
  }),
  access({
    type: `'F'`,
    name: `'foreign-data wrapper ' || quote_ident(f.fdwname)`,
    acl: 'f.fdwacl',
    owner: 'f.fdwowner',
    from: `pg_catalog.pg_foreign_data_wrapper f where ${own('pg_foreign_data_wrapper', 'f')}`,
  }),
  COLUMN_GRANTS,
  DEFAULT_PRIVILEGES,
  COMMENTS,
]

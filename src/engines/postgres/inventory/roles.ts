/**
 * Roles that something in this database belongs or is granted to, and the roles that they are members of or that are members
 * of them: others are no concern of this database. The bootstrap superuser is the server's own and not compared, and a dump
 * leaves extensions and their members to whoever restores it.
 */
const CONCERNED = `
with recursive concerned as (
  select d.refobjid as oid from pg_catalog.pg_shdepend d
  where d.refclassid = 'pg_catalog.pg_authid'::regclass
    and not (d.dbid <> 0 and d.deptype in ('o', 'i') and (
      d.classid = 'pg_catalog.pg_extension'::regclass
      or exists (select from pg_catalog.pg_depend e where e.classid = d.classid and e.objid = d.objid and e.deptype = 'e')))
    and (d.dbid = (select oid from pg_catalog.pg_database where datname = current_database())
         or d.dbid = 0 and d.classid = 'pg_catalog.pg_database'::regclass and d.objid = (select oid from pg_catalog.pg_database where datname = current_database()))
  union
  select case m.roleid when c.oid then m.member else m.roleid end
  from concerned c join pg_catalog.pg_auth_members m on c.oid in (m.roleid, m.member) and c.oid >= 16384
)`

const ATTRIBUTES = `${CONCERNED}
select 'role' as kind, quote_ident(r.rolname) as name,
       concat_ws(' ', case when r.rolsuper then 'superuser' end, case when r.rolinherit then 'inherit' end, case when r.rolcreaterole then 'createrole' end,
         case when r.rolcreatedb then 'createdb' end, case when r.rolcanlogin then 'login' end, case when r.rolreplication then 'replication' end,
         case when r.rolbypassrls then 'bypassrls' end, 'limit ' || nullif(r.rolconnlimit, -1), 'until ' || r.rolvaliduntil,
         'set ' || (select string_agg(c, ', ' order by c) from pg_catalog.pg_db_role_setting s, unnest(s.setconfig) c where s.setrole = r.oid and s.setdatabase = 0)) as value
from pg_catalog.pg_roles r where r.oid in (select oid from concerned) and r.oid >= 16384`

/** The same membership may have been granted by several roles. */
const MEMBERSHIPS = `${CONCERNED}
select 'membership' as kind, quote_ident(pg_get_userbyid(m.roleid)) || ' to ' || quote_ident(pg_get_userbyid(m.member)) as name,
       string_agg(distinct o.options, '; ' order by o.options) as value
from pg_catalog.pg_auth_members m
cross join lateral (
  select concat_ws(' ', case when m.admin_option then 'admin' end, 'inherit ' || (to_jsonb(m) ->> 'inherit_option'), 'set ' || (to_jsonb(m) ->> 'set_option')) as options) o
where (m.roleid in (select oid from concerned) or m.member in (select oid from concerned))
  and (m.roleid >= 16384 or m.member >= 16384)
group by m.roleid, m.member`

/** The roles this database needs, without passwords. */
export const ROLES: readonly string[] = [ATTRIBUTES, MEMBERSHIPS]

import { LifeboatError } from '../../core/errors.ts'
import type { Session } from './session.ts'

const NAMED = 10

/** What this login cannot read although pg_dump must: one sentence each, with the statement that grants it. */
export async function findMissingPrivileges(session: Session): Promise<readonly string[]> {
  const rows = await session.query<{ sentence: string }>(
    `${UNREADABLE} union all ${UNREADABLE_OBJECTS} order by sentence`,
  )
  return rows.map(({ sentence }) => sentence)
}

/** Throws `privilege-missing` that names what to grant: a backup never leaves data out silently. */
export async function assertReadable(session: Session): Promise<void> {
  const missing = await findMissingPrivileges(session)
  if (missing.length === 0) return
  const more = missing.length > NAMED ? `; and ${missing.length - NAMED} more` : ''
  throw new LifeboatError({
    code: 'privilege-missing',
    what: 'the login cannot read everything in this database',
    why: missing.slice(0, NAMED).join('; ') + more,
    fix: 'grant what is named (as the owner or a superuser); GRANT pg_read_all_data covers tables, sequences and schemas from PostgreSQL 14 on',
  })
}

/** Everything that pg_dump reads rows or states of, except members of extensions whose rows it leaves to them. */
const UNREADABLE = `
select case
         when not has_schema_privilege(n.oid, 'USAGE') then format('GRANT USAGE ON SCHEMA %I TO %I', n.nspname, current_user)
         when not case when c.relkind = 'S' then has_sequence_privilege(c.oid, 'SELECT') else has_table_privilege(c.oid, 'SELECT') end
           then format('GRANT SELECT ON %s %I.%I TO %I', case c.relkind when 'S' then 'SEQUENCE' else 'TABLE' end, n.nspname, c.relname, current_user)
         else format('row level security hides rows of %I.%I: ALTER ROLE %I BYPASSRLS', n.nspname, c.relname, current_user)
       end as sentence
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'S') and c.relpersistence <> 't'
  and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not exists (
    select from pg_catalog.pg_depend d left join pg_catalog.pg_extension e on e.oid = d.refobjid
    where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
      and not c.oid = any (coalesce(e.extconfig, '{}')))
  and (not has_schema_privilege(n.oid, 'USAGE')
       or not case when c.relkind = 'S' then has_sequence_privilege(c.oid, 'SELECT') else has_table_privilege(c.oid, 'SELECT') end
       or (c.relkind in ('r', 'p') and row_security_active(c.oid)))`

const UNREADABLE_OBJECTS = `
select format('GRANT SELECT ON LARGE OBJECT %s TO %I', m.oid, current_user)
from pg_catalog.pg_largeobject_metadata m
where not coalesce((select rolsuper from pg_catalog.pg_roles where rolname = current_user), false)
  and not current_setting('lo_compat_privileges')::boolean
  and not exists (
    select from aclexplode(coalesce(m.lomacl, acldefault('L', m.lomowner))) a
    where a.privilege_type = 'SELECT' and (a.grantee = 0 or pg_has_role(a.grantee, 'USAGE')))
  and not pg_has_role(m.lomowner, 'USAGE')`

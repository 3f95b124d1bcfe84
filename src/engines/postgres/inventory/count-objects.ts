import { setPrinting } from '../session-settings.ts'
import type { Session } from '../session.ts'
import { readInventory, readSequences } from './read-inventory.ts'

/** What a load sets anew, or what belongs to the server rather than to what lies in the database. */
const OF_THE_DATABASE = new Set(['database', 'locale', 'membership', 'role', 'setting'])
/** What a copy of template0 holds; whether the grants of `public` are its own is looked at apart. */
const OF_TEMPLATE = new Set([
  'schema public',
  'grant schema public',
  'grant database',
  'comment schema public',
])

/** How many things lie in a database that a fresh copy of template0 has not, of every kind that is compared after a restore. */
export async function countObjects(session: Session): Promise<number> {
  await setPrinting(session)
  const inventory = await readInventory(session, await readSequences(session))
  const own = inventory.filter(
    ({ kind, name }) => !OF_THE_DATABASE.has(kind) && !OF_TEMPLATE.has(`${kind} ${name}`),
  )
  const [row] = await session.query<{ count: string }>(OTHERS)
  return own.length + Number(row?.count)
}

/** Large objects, subscriptions and labels are no part of the inventory; of `public` a dump carries only what was changed. */
const OTHERS = `
select (
  (select count(*) from pg_catalog.pg_largeobject_metadata)
  + (select count(s.subname) from pg_catalog.pg_subscription s
     where s.subdbid = (select d.oid from pg_catalog.pg_database d where d.datname = current_database()))
  + (select count(*) from pg_catalog.pg_seclabel)
  + (select count(*) from pg_catalog.pg_namespace n
     left join pg_catalog.pg_init_privs i on i.classoid = 'pg_catalog.pg_namespace'::regclass and i.objoid = n.oid
     where n.nspname = 'public'
       and (n.nspowner >= 16384
            or array(select a::text from unnest(n.nspacl) a order by 1) <> array(select a::text from unnest(i.initprivs) a order by 1)
            or coalesce(obj_description(n.oid, 'pg_namespace'), '') not in ('', 'standard public schema')))
)::text as count`

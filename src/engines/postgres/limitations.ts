import type { Session } from './session.ts'

/** What a logical dump of this database does not hold or this login cannot prove, one sentence each. */
export async function findLimitations(session: Session): Promise<readonly string[]> {
  const rows = await session.query<{ sentence: string }>(QUERIES.join('\nunion all\n'))
  return rows.map(({ sentence }) => sentence)
}

const OUTSIDE = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`

const QUERIES = [
  `select 'role passwords are not in the backup: set them anew after a restore' as sentence`,
  `select format('foreign table %I.%I: its rows lie elsewhere and are not in the backup', n.nspname, c.relname)
   from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.relkind = 'f' and ${OUTSIDE}`,
  `select format('index %I.%I is invalid on the source and not in the backup', n.nspname, c.relname)
   from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where not i.indisvalid and c.relkind = 'i' and ${OUTSIDE}`,
  `select format('%I.%I: unlogged, and not readable on a standby: its rows are not in the backup', n.nspname, c.relname)
   from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where c.relpersistence = 'u' and c.relkind = 'r' and pg_is_in_recovery() and ${OUTSIDE}`,
  `select format('materialized view %I.%I is recomputed by a restore; its rows are compared as a hint only', n.nspname, c.relname)
   from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.relkind = 'm' and c.relispopulated and ${OUTSIDE}`,
  `select format('materialized view %I.%I cannot be read by this login and is not compared', n.nspname, c.relname)
   from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'm' and not has_table_privilege(c.oid, 'SELECT') and ${OUTSIDE}`,
  `select format('generated columns of %I.%I are recomputed by a restore and not compared', n.nspname, c.relname)
   from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'r' and ${OUTSIDE} and exists (
     select from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attgenerated <> '' and not a.attisdropped)`,
  `select 'subscriptions are not in the backup: only a superuser can read them'
   where exists (select from pg_catalog.pg_stat_subscription) and not (select rolsuper from pg_catalog.pg_roles where rolname = current_user)`,
  `select format('tablespace %I: where its files lie is not restored', t.spcname)
   from pg_catalog.pg_tablespace t where t.spcname !~ '^pg_'
   and exists (select from pg_catalog.pg_class c where c.reltablespace = t.oid)`,
] as const

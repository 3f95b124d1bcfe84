const FIRST_OID_OF_USERS = 16_384

/** SQL that holds for objects that users made, without members of extensions. */
export function own(catalog: string, alias: string): string {
  return `${alias}.oid >= ${FIRST_OID_OF_USERS} and not exists (
    select from pg_catalog.pg_depend od
    where od.classid = 'pg_catalog.${catalog}'::regclass and od.objid = ${alias}.oid and od.deptype = 'e')`
}

/** SQL that holds for schemas whose objects a dump carries. */
export function dumped(schema: string): string {
  return `${schema}.nspname !~ '^pg_' and ${schema}.nspname <> 'information_schema'`
}

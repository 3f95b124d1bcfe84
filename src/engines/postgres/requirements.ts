import type { Session } from './session.ts'

/** What a new server and database must be like so that the dump loads into them as it was. */
export async function readRequirements(session: Session): Promise<Record<string, string>> {
  const [row] = await session.query(DATABASE)
  const known = Object.entries(row ?? {}).filter((entry): entry is [string, string] => entry[1] !== null)
  const extensions = await session.query<{ name: string; version: string }>(EXTENSIONS)
  return {
    ...Object.fromEntries(known),
    ...Object.fromEntries(extensions.map(({ name, version }) => [`extension.${name}`, version])),
  }
}

/** Through JSON, since the columns' names changed between versions. */
const DATABASE = `
select current_setting('server_version') as "serverVersion",
       current_database() as "database",
       pg_encoding_to_char(d.encoding) as "encoding",
       d.datcollate as "collate",
       d.datctype as "ctype",
       case coalesce(j ->> 'datlocprovider', 'c') when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end as "localeProvider",
       coalesce(j ->> 'datlocale', j ->> 'daticulocale') as "locale",
       j ->> 'daticurules' as "icuRules",
       j ->> 'datcollversion' as "collationVersion",
       (select rolname from pg_catalog.pg_roles where oid = 10) as "superuser",
       case when exists (select from pg_catalog.pg_namespace where nspname = 'public') then null else 'absent' end as "publicSchema",
       (select setting from pg_catalog.pg_settings where name = 'shared_preload_libraries' and setting <> '') as "preloadLibraries"
from pg_catalog.pg_database d, to_jsonb(d) as j
where d.datname = current_database()`

const EXTENSIONS = `
select extname as name, extversion as version from pg_catalog.pg_extension
where extname <> 'plpgsql' order by extname`

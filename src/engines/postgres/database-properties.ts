import type { Session } from './session.ts'

/** What psql replaces with the quoted name: `psql -v database=orders -f database.sql`. */
export const DATABASE_VARIABLE = ':"database"'

/**
 * Owner, grants, settings and comment of the database itself as SQL, one statement a line, for a database of any name:
 * pg_restore writes them only for a database of the old name that it creates itself.
 */
export async function describeDatabase(session: Session): Promise<string> {
  const rows = await session.query<{ statement: string }>(
    [OWNER, LIMIT, COMMENT, REVOKE, GRANTS, SETTINGS, ROLE_SETTINGS].join('\nunion all\n'),
  )
  return rows.map(({ statement }) => `${oneLine(statement)};\n`).join('')
}

/** Statements are separated by lines; a comment with line breaks goes into an escape string. */
function oneLine(statement: string): string {
  if (!/[\n\r]/.test(statement)) return statement
  const start = statement.indexOf("'")
  const literal = statement
    .slice(start)
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
  return `${statement.slice(0, start)}E${literal}`
}

const THIS = 'd.datname = current_database()'

const OWNER = `
select format('ALTER DATABASE :"database" OWNER TO %I', pg_get_userbyid(d.datdba)) as statement
from pg_catalog.pg_database d where ${THIS}`

const LIMIT = `
select format('ALTER DATABASE :"database" CONNECTION LIMIT %s', d.datconnlimit)
from pg_catalog.pg_database d where ${THIS} and d.datconnlimit > -1`

const COMMENT = `
select format('COMMENT ON DATABASE :"database" IS %s', coalesce(quote_literal(shobj_description(d.oid, 'pg_database')), 'NULL'))
from pg_catalog.pg_database d where ${THIS}`

const REVOKE = `
select format('REVOKE ALL ON DATABASE :"database" FROM PUBLIC, %I', pg_get_userbyid(d.datdba))
from pg_catalog.pg_database d where ${THIS} and d.datacl is not null`

const GRANTS = `
select format('GRANT %s ON DATABASE :"database" TO %s%s', a.privilege_type,
              case a.grantee when 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(a.grantee)) end,
              case when a.is_grantable then ' WITH GRANT OPTION' end)
from pg_catalog.pg_database d, aclexplode(d.datacl) a where ${THIS}`

/** The values of these are lists of names that are quoted already. */
const LISTS = `'{search_path,temp_tablespaces,local_preload_libraries,session_preload_libraries}'::text[]`

function settings(who: string, role: string): string {
  return `
select format(${who} || ' SET %I TO %s', split_part(c, '=', 1),
              case when split_part(c, '=', 1) = any (${LISTS}) and value <> '' then value else quote_literal(value) end)
from pg_catalog.pg_db_role_setting s
join pg_catalog.pg_database d on d.oid = s.setdatabase, unnest(s.setconfig) c, substr(c, strpos(c, '=') + 1) as value
where ${THIS} and ${role}`
}

const SETTINGS = settings(`'ALTER DATABASE :"database"'`, 's.setrole = 0')
const ROLE_SETTINGS = settings(
  `'ALTER ROLE ' || replace(quote_ident(pg_get_userbyid(s.setrole)), '%', '%%') || ' IN DATABASE :"database"'`,
  's.setrole <> 0',
)

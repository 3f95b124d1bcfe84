const THIS = 'd.datname = current_database()'

const ENCODING = `
select 'database' as kind, 'encoding' as name, pg_encoding_to_char(d.encoding) as value from pg_catalog.pg_database d where ${THIS}`

const LOCALE = `
select 'locale' as kind, 'database' as name,
       concat_ws(' ', coalesce(j ->> 'datlocprovider', 'c'), d.datcollate, d.datctype, coalesce(j ->> 'datlocale', j ->> 'daticulocale'), j ->> 'daticurules') as value
from pg_catalog.pg_database d, to_jsonb(d) as j where ${THIS}`

const SETTINGS = `
select 'setting' as kind, coalesce('role ' || nullif(s.setrole, 0)::regrole, 'database') || ' ' || split_part(c, '=', 1) as name, c as value
from pg_catalog.pg_db_role_setting s
join pg_catalog.pg_database d on d.oid = s.setdatabase, unnest(s.setconfig) c where ${THIS}`

const GRANTS = `
select 'grant' as kind, 'database' as name,
       'owner ' || pg_get_userbyid(d.datdba) || coalesce('; ' || (
         select string_agg(concat(case a.grantee when 0 then 'public' else pg_get_userbyid(a.grantee) end, ' ', a.privilege_type,
                                  case when a.is_grantable then ' with grant option' end),
                           '; ' order by case a.grantee when 0 then '' else pg_get_userbyid(a.grantee) end, a.privilege_type)
         from aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a), '') as value
from pg_catalog.pg_database d where ${THIS}`

/** What belongs to the database as a whole. */
export const DATABASE: readonly string[] = [ENCODING, LOCALE, SETTINGS, GRANTS]

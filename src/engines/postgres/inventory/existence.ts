import { own } from './own-objects.ts'

/** Catalogs whose objects have no definition of their own here: that they exist is what is compared. */
const CATALOGS = [
  'pg_am',
  'pg_cast',
  'pg_conversion',
  'pg_foreign_data_wrapper',
  'pg_language',
  'pg_opclass',
  'pg_operator',
  'pg_opfamily',
  'pg_transform',
  'pg_ts_config',
  'pg_ts_dict',
  'pg_ts_parser',
  'pg_ts_template',
  'pg_user_mapping',
]

export const EXISTENCE: readonly string[] = CATALOGS.map(
  (catalog) => `
select i.type as kind, i.identity as name, '' as value
from pg_catalog.${catalog === 'pg_user_mapping' ? 'pg_user_mappings u, lateral (select u.umid as oid) x' : `${catalog} x`},
     pg_identify_object('pg_catalog.${catalog}'::regclass, x.oid, 0) i
where ${own(catalog, 'x')}`,
)

import type { DatasetFingerprint } from '../../core/fingerprint.ts'
import type { Session } from './session.ts'

export const LARGE_OBJECTS = 'large objects'
const LARGE_OBJECTS_METHOD = 'chunk-hash/1'

/** Counts and digests the large objects this login may read, with their owners and grants; undefined when there are none. */
export async function digestLargeObjects(
  session: Session,
  seed: string,
): Promise<DatasetFingerprint | undefined> {
  const [row] = await session.query<{ count: string; digest: string }>(DIGEST, [seed])
  if (row === undefined || row.count === '0') return undefined
  return {
    name: LARGE_OBJECTS,
    kind: 'largeObjects',
    count: Number(row.count),
    digest: row.digest,
    method: LARGE_OBJECTS_METHOD,
    rule: 'equal',
  }
}

const CHUNK_BYTES = 1_048_576

/** By chunks of what a reader sees, not by stored pages: a restore fills the holes of sparse objects. */
const DIGEST = `
with recursive chunk as (
  select m.oid, 0::bigint as number, length(d.data) as bytes,
         hashtextextended(m.oid || ':0:' || encode(d.data, 'base64') || m.lomowner::regrole || coalesce(g.grants, ''), $1::bigint) as hash
  from pg_catalog.pg_largeobject_metadata m
  cross join lateral (select lo_get(m.oid, 0, ${CHUNK_BYTES}) as data offset 0) d
  left join lateral (
    select string_agg(a.grantee::regrole || a.privilege_type || a.is_grantable, ',' order by a.grantee::regrole::text, a.privilege_type) as grants
    from aclexplode(coalesce(m.lomacl, acldefault('L', m.lomowner))) a) g on true
  union all
  select c.oid, c.number + 1, length(d.data),
         hashtextextended(c.oid || ':' || (c.number + 1) || ':' || encode(d.data, 'base64'), $1::bigint)
  from chunk c
  cross join lateral (select lo_get(c.oid, (c.number + 1) * ${CHUNK_BYTES}, ${CHUNK_BYTES}) as data offset 0) d
  where c.bytes = ${CHUNK_BYTES})
select count(*) filter (where number = 0)::text as count, coalesce(sum(hash), 0)::text as digest from chunk`

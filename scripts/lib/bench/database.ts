import pg from 'pg'

/** Rows of the narrow table and of the wide one; heap and indexes grow with them. */
export interface DatabaseSize {
  readonly narrow: number
  readonly wide: number
}

/** 1.5 GB: five million narrow rows and three million wide ones with three indexes. */
export const STANDARD: DatabaseSize = { narrow: 5_000_000, wide: 3_000_000 }

const SCHEMA = `
  create table narrow (id bigint primary key, account int not null, amount int not null, at timestamptz not null);
  create table wide (
    id bigint primary key, customer uuid not null, email text not null, status text not null,
    total numeric(12, 2) not null, score double precision, tags jsonb not null, note text, at timestamptz not null
  );`

const FILL = `
  insert into narrow
    select i, (i * 7919) % 100000, (i * 31) % 10000, timestamptz '2026-01-01 00:00Z' + i * interval '1 second'
    from generate_series(1, $1::bigint) i;`

const FILL_WIDE = `
  insert into wide
    select i, md5(i::text)::uuid, 'customer' || i || '@example.org', (array['new', 'paid', 'sent', 'done'])[1 + i % 4],
      (i % 100000) / 7.0, sqrt(i), jsonb_build_object('source', i % 13, 'ref', md5((i * 3)::text)),
      repeat(md5((i % 1000)::text), 2), timestamptz '2026-01-01 00:00Z' + i * interval '1 second'
    from generate_series(1, $1::bigint) i;`

const INDEX = `
  create index on wide (customer);
  create index on wide (email);
  create index on wide (at);
  analyze;`

/** Fills an empty database; returns its size in bytes. */
export async function fillDatabase(url: string, size: DatabaseSize): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(SCHEMA)
    await client.query(FILL, [size.narrow])
    await client.query(FILL_WIDE, [size.wide])
    await client.query(INDEX)
    const { rows } = await client.query<{ size: string }>(
      'select pg_database_size(current_database())::text as size',
    )
    return Number(rows[0]?.size)
  } finally {
    await client.end()
  }
}

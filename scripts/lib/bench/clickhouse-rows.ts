import type { StartedClickHouse } from '../../../test/support/servers/clickhouse.ts'

/** An expression of 75 bytes or so, for a column of every row. */
export type Body = string

/** Hardly compressible: the most that can be asked of what compresses, sums and stores. */
export const RANDOM: Body = 'randomPrintableASCII(75)'

/** What a server logs: it shrinks to a third. */
export const LOG_LINES: Body = `concat('GET /shop/', toString(rand(1) % 5000), '/item?user=', toString(rand(2) % 2000000),
  ' status=', toString([200, 200, 200, 304, 404][rand(3) % 5 + 1]), ' ms=', toString(rand(4) % 900),
  ' ref=', substring(hex(cityHash64(rand(5) % 100000)), 1, 12))`

/** Fills `bench.events`, in parts as a server in use has them; returns their bytes, stored and as they are read. */
export async function fillClickHouse(
  { sql }: StartedClickHouse,
  { rows, body }: { readonly rows: number; readonly body: Body },
): Promise<{ readonly stored: number; readonly read: number }> {
  await sql('CREATE DATABASE bench')
  await sql(
    'CREATE TABLE bench.events (id UInt64, at DateTime, kind LowCardinality(String), amount Float64, body String) ENGINE = MergeTree ORDER BY id',
  )
  const batch = 1_000_000
  for (let from = 0; from < rows; from += batch) {
    await sql(
      `INSERT INTO bench.events SELECT ${from} + number, toDateTime(1700000000 + number), toString(number % 50), rand64() / 1e9, ${body} FROM numbers(${Math.min(batch, rows - from)})`,
    )
  }
  const of = async (column: string): Promise<number> =>
    Number(await sql(`SELECT sum(${column}) FROM system.parts WHERE database = 'bench' AND active`))
  return { stored: await of('bytes_on_disk'), read: await of('data_uncompressed_bytes') }
}

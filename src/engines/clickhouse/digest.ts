import { LifeboatError } from '../../core/errors.ts'
import { hidesState, isState, type Column } from './columns.ts'
import { quoteIdentifier, quoteLiteral } from './quote.ts'
import type { Session } from './session.ts'

/** Each row's hash holds the seed and every stored column in order; the sum wraps and does not depend on the order of rows. */
export const ROW_HASH = 'row-hash/1'

export interface Digest {
  readonly count: string
  readonly digest: string
}

export interface DigestRequest {
  readonly database: string
  readonly table: string
  readonly columns: readonly Column[]
  readonly seed: string
  /** Partitions to leave out, by id. */
  readonly without?: readonly string[]
}

/** Counts and digests a table. Throws `fingerprint-malformed`. */
export async function digestTable(session: Session, request: DigestRequest): Promise<Digest> {
  const { without = [] } = request
  const condition =
    without.length === 0 ? '' : ` WHERE _partition_id NOT IN (${without.map(quoteLiteral).join(', ')})`
  const rows = await session.rows(`SELECT ${aggregates(request)} FROM ${tableOf(request)}${condition}`)
  const [count, digest] = rows[0] ?? []
  return checked({ count, digest }, request.table)
}

/** The same for each partition, by its id. */
export async function digestPartitions(
  session: Session,
  request: DigestRequest,
): Promise<ReadonlyMap<string, Digest>> {
  const rows = await session.rows(
    `SELECT _partition_id, ${aggregates(request)} FROM ${tableOf(request)} GROUP BY _partition_id`,
  )
  return new Map(
    rows.map(([partition, count, digest]) => [partition ?? '', checked({ count, digest }, request.table)]),
  )
}

/** The sum of the digests of some partitions is the digest of them all. */
export function sumDigests(digests: Iterable<Digest>): Digest {
  let [count, digest] = [0n, 0n]
  for (const each of digests) {
    count += BigInt(each.count)
    digest += BigInt(each.digest)
  }
  return { count: String(count), digest: String(BigInt.asUintN(64, digest)) }
}

function aggregates({ columns, seed }: DigestRequest): string {
  const values = columns.filter((column) => !hidesState(column)).map(valueOf)
  return `toString(count()), toString(sum(cityHash64(${quoteLiteral(seed)}, tuple(${values.join(', ')}))))`
}

/** A state is compared by what it amounts to. */
function valueOf(column: Column): string {
  const name = quoteIdentifier(column.name)
  return isState(column) ? `finalizeAggregation(${name})` : name
}

function tableOf({ database, table }: DigestRequest): string {
  return `${quoteIdentifier(database)}.${quoteIdentifier(table)}`
}

function checked(
  found: { readonly count: string | null | undefined; readonly digest: string | null | undefined },
  table: string,
): Digest {
  const { count, digest } = found
  if (
    typeof count === 'string' &&
    typeof digest === 'string' &&
    /^\d+$/.test(count) &&
    /^\d+$/.test(digest)
  ) {
    return { count, digest }
  }
  throw new LifeboatError({
    code: 'fingerprint-malformed',
    what: 'the digest of a table is not a count and a number',
    why: table,
  })
}

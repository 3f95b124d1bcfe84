import { parseJson, NumberText } from '../qdrant-stand-in/numbers.ts'

/** Names, times, sizes and places that no two servers have in common, and how a server lays out its points. */
const OF_THE_SERVER = new Set([
  'time',
  'title',
  'version',
  'commit',
  'peer_id',
  'peers',
  'raft_info',
  'last_update',
  'creation_time',
  'checksum',
  'size',
  'segments_count',
  'indexed_vectors_count',
])

const HEADERS = ['content-type', 'content-encoding', 'content-range', 'accept-ranges', 'transfer-encoding']

/** The last digits of a normalised vector depend on the order of additions. */
const TOLERANCE = 1e-6

/** What two answers must have in common. */
export interface Comparable {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: unknown
}

export function comparable(answer: {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}): Comparable {
  const { status, headers, text } = answer
  const kept = HEADERS.filter((name) => headers[name] !== undefined).map(
    (name) => [name, headers[name]] as const,
  )
  return {
    status,
    headers: {
      ...Object.fromEntries(kept),
      ...disposition(headers['content-disposition']),
      ...(headers['content-range'] === undefined
        ? {}
        : { 'content-range': String(headers['content-range']).replace(/\/\d+$/, '') }),
    },
    body: text.startsWith('{') ? masked(parseJson(text), '') : maskedText(text),
  }
}

/** Where two answers differ first, and how. */
export function firstDifference(one: unknown, other: unknown, path: string): string | undefined {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return one === other ? undefined : `${path} is ${JSON.stringify(one)} instead of ${JSON.stringify(other)}`
  }
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const [left, right] = [one, other].map((side) => (side as Readonly<Record<string, unknown>>)[key])
    const found = firstDifference(left, right, `${path}.${key}`)
    if (found !== undefined) return found
  }
  return undefined
}

/** Whether every vector of one answer is, within rounding, the one at the same place of the other. */
export function vectorsDiffer(one: string, other: string): string | undefined {
  if (!one.includes('"vector"')) return undefined
  const [left, right] = [one, other].map((text) => numbersOf(parseJson(text), false))
  if (left === undefined || right === undefined || left.length !== right.length) {
    return `${left?.length} numbers instead of ${right?.length}`
  }
  const at = left.findIndex((value, index) => !near(value, right[index] ?? Number.NaN))
  return at < 0 ? undefined : `number ${at} is ${left[at]} instead of ${right[at]}`
}

function near(one: number, other: number): boolean {
  return Math.abs(one - other) <= TOLERANCE * Math.max(1, Math.abs(one), Math.abs(other))
}

function disposition(header: string | string[] | undefined): Readonly<Record<string, string>> {
  if (typeof header !== 'string') return {}
  // A name outside of ASCII comes a second time, in another encoding, which clients need not read.
  return { 'content-disposition': maskedText(header.replace(/; filename\*=.*$/, '')) }
}

function masked(value: unknown, key: string): unknown {
  if (OF_THE_SERVER.has(key)) return '…'
  if (key === 'vector') return typeof value
  if (value instanceof NumberText) return canonicalNumber(value.source)
  if (typeof value === 'string') return maskedText(value)
  if (Array.isArray(value)) {
    const members = value.map((one) => masked(one, ''))
    return key === 'local_shards' ? members.map((one) => withoutCount(one)) : sortedByName(members)
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, masked(one, name)]))
}

/** Which shard a point goes to is the server's own affair. */
function withoutCount(shard: unknown): unknown {
  return { ...(shard as object), points_count: '…' }
}

/** Snapshots are listed in any order. */
function sortedByName(members: readonly unknown[]): unknown {
  return members.every((one) => nameOf(one) !== '')
    ? members.toSorted((one, other) => nameOf(one).localeCompare(nameOf(other)))
    : members
}

function nameOf(one: unknown): string {
  const name = (one as { readonly name?: unknown } | null)?.name
  return typeof name === 'string' ? name : ''
}

function canonicalNumber(source: string): string {
  if (!/[.eE]/.test(source)) return source
  const number = Number(source)
  // The server's own reading of a decimal is now and then the neighbour of the nearest double.
  return `float ${Object.is(number, -0) ? '-0' : Number(number.toPrecision(15))}`
}

function maskedText(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{64}/g, 'SHA256')
    .replaceAll(/ at line \d+ column \d+/g, '')
    .replaceAll(/(missing data at shard): .*$/g, '$1')
    .replaceAll(/(failed to unpack) `[^`]*`/g, '$1')
    .replaceAll(/\d{4}-\d{2}-\d{2}-\d{2}-\d{2}-\d{2}/g, 'STAMP')
    .replaceAll(/-\d{12,}-/g, '-PEER-')
    .replaceAll(/\/\S*\/(?=[\w.]+)/g, '/')
    .replaceAll(/`\/?[^`]*?([\w.-]+)`/g, '`$1`')
}

function numbersOf(value: unknown, inside: boolean): readonly number[] {
  if (value instanceof NumberText) return inside ? [Number(value.source)] : []
  if (Array.isArray(value)) return value.flatMap((one) => numbersOf(one, inside))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([key, one]) => numbersOf(one, inside || key === 'vector'))
}

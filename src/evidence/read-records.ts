import pLimit from 'p-limit'
import { isLifeboatError } from '../core/errors.ts'
import { idTime } from '../core/identifiers.ts'
import { KEYS } from '../core/manifest.ts'
import type { EvidenceRecord } from '../core/record.ts'
import type { AnchorSources } from './anchors.ts'
import { complainOfPlace } from './complain-of-place.ts'
import { readObject } from './read-object.ts'
import { recordsSince } from './records-since.ts'
import { parseRecord } from './schema/record-schema.ts'

export type RecordKind = EvidenceRecord['kind']
export type RecordOf<K extends RecordKind> = Extract<EvidenceRecord, { readonly kind: K }>

export interface RecordSearch extends AnchorSources {
  readonly target: string
  /** Older records are not read; published ones since then all are, because an old verdict counts until a newer one overrules it. */
  readonly since: Date
  /** Records that say they are later are passed over. */
  readonly until: Date
  /** Ids that are of no wanted kind, so that they need not be read. */
  readonly known?: ReadonlySet<string>
  /** Of each published kind, only so many of the newest, without a word: where older ones do not change the answer. */
  readonly newest?: number
  /** Reads all that is not published, too, however long it takes; else the newest, and a warning says so. */
  readonly complete?: boolean
  /** Is told what was passed over. */
  readonly warn: (sentence: string) => void
}

/** Unpublished records read at most for one answer, newest first. */
const MOST_UNPUBLISHED = 500
const READS_AT_ONCE = 8

/** The records of these kinds of a target since a time, published or not, oldest first. */
export async function readRecords<K extends RecordKind>(
  search: RecordSearch,
  kinds: readonly K[],
): Promise<readonly RecordOf<K>[]> {
  const unpublished = await unpublishedIds(search)
  const read = await pLimit(READS_AT_ONCE).map(unpublished, (id) => readUnpublished(id, search))
  return [...(await readPublished(search, kinds)), ...read]
    .filter((record) => record !== undefined)
    .filter((record): record is RecordOf<K> => (kinds as readonly RecordKind[]).includes(record.kind))
    .filter(({ target }) => target === search.target)
    .toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt))
}

async function readPublished(
  search: RecordSearch,
  kinds: readonly RecordKind[],
): Promise<readonly (EvidenceRecord | undefined)[]> {
  const { ledger, warn } = search
  const ids = publishedIds(search, kinds)
  const records: (EvidenceRecord | undefined)[] = []
  if (ledger === undefined || ids.length === 0) return records
  for await (const { entry, bytes } of ledger.readAll(new Set(ids)))
    records.push(trusted(bytes, entry.id, warn))
  return records
}

function publishedIds(search: RecordSearch, kinds: readonly RecordKind[]): readonly string[] {
  const { ledger, target, since, newest } = search
  const entries = [...(ledger?.entries.values() ?? [])].filter(
    (entry) => entry.target === target && (idTime(entry.id)?.getTime() ?? 0) >= since.getTime(),
  )
  return kinds.flatMap((kind) => {
    const ids = entries.filter((entry) => entry.kind === kind).map(({ id }) => id)
    return newest === undefined ? ids : ids.toSorted().slice(-newest)
  })
}

async function unpublishedIds(search: RecordSearch): Promise<readonly string[]> {
  const { store, ledger, since, until, known, warn, complete = false } = search
  const ids: string[] = []
  for (const id of await recordsSince(store, since)) {
    if (ledger?.entries.has(id) === true || known?.has(id) === true) continue
    const at = idTime(id)?.getTime()
    if (at === undefined) warn(`record ${id} says a time that there is not, so it counts for nothing`)
    else if (at < since.getTime()) continue
    else if (at <= until.getTime()) ids.push(id)
    else warn(`record ${id} says that it is of the future, so it counts for nothing`)
  }
  if (complete || ids.length <= MOST_UNPUBLISHED) return ids
  warn(
    `more than ${MOST_UNPUBLISHED} records are not published yet, so older ones were not read: lifeboat collect`,
  )
  return ids.slice(0, MOST_UNPUBLISHED)
}

async function readUnpublished(
  id: string,
  { store, warn }: RecordSearch,
): Promise<EvidenceRecord | undefined> {
  try {
    return trusted(await readObject(store, KEYS.record(id)), id, warn)
  } catch (error) {
    if (!isLifeboatError(error, 'store-refused') && !isLifeboatError(error, 'object-absent')) throw error
    warn(`record ${id} was not read: ${error.message}`)
    return undefined
  }
}

/** What is no record, or none of that id, is told and passed over. */
function trusted(bytes: Uint8Array, id: string, warn: RecordSearch['warn']): EvidenceRecord | undefined {
  const parsed = parseRecord(bytes)
  const complaint = 'complaint' in parsed ? parsed.complaint : complainOfPlace(parsed.record, id)
  if ('record' in parsed && complaint === undefined) return parsed.record
  warn(`record ${id} cannot be trusted: ${complaint}`)
  return undefined
}

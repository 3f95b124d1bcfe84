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
  /** Older records are not read. */
  readonly since: Date
  /** Records that say they are later are passed over. */
  readonly until: Date
  /** Ids that are of no wanted kind, so that they need not be read. */
  readonly known?: ReadonlySet<string>
  /** Reads all there are, however long it takes; else the newest, and a warning says so. */
  readonly complete?: boolean
  /** Is told what was passed over. */
  readonly warn: (sentence: string) => void
}

/** Records read at most for one answer, newest first: of each published kind, and of what is not published. */
const MOST_PUBLISHED = 200
const MOST_UNPUBLISHED = 500
const READS_AT_ONCE = 8

/** The newest records of these kinds of a target, published or not, oldest first. */
export async function readRecords<K extends RecordKind>(
  search: RecordSearch,
  kinds: readonly K[],
): Promise<readonly RecordOf<K>[]> {
  const ids = [...publishedIds(search, kinds), ...(await unpublishedIds(search))]
  const read = await pLimit(READS_AT_ONCE).map(ids, (id) => readRecord(id, search))
  return read
    .filter((record) => record !== undefined)
    .filter((record): record is RecordOf<K> => (kinds as readonly RecordKind[]).includes(record.kind))
    .filter(({ target }) => target === search.target)
    .toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt))
}

function publishedIds(search: RecordSearch, kinds: readonly RecordKind[]): readonly string[] {
  const { ledger, target, since, complete = false } = search
  const entries = [...(ledger?.entries.values() ?? [])].filter(
    (entry) => entry.target === target && (idTime(entry.id)?.getTime() ?? 0) >= since.getTime(),
  )
  return kinds.flatMap((kind) => {
    const ids = entries.filter((entry) => entry.kind === kind).map(({ id }) => id)
    return complete ? ids : ids.toSorted().slice(-MOST_PUBLISHED)
  })
}

async function unpublishedIds(search: RecordSearch): Promise<readonly string[]> {
  const { store, ledger, since, until, known, warn, complete = false } = search
  const ids: string[] = []
  for (const id of await recordsSince(store, since)) {
    const at = idTime(id)?.getTime() ?? 0
    if (ledger?.entries.has(id) === true || known?.has(id) === true || at < since.getTime()) continue
    if (at <= until.getTime()) ids.push(id)
    else warn(`record ${id} says that it is of the future, so it counts for nothing`)
  }
  if (complete || ids.length <= MOST_UNPUBLISHED) return ids
  warn(
    `more than ${MOST_UNPUBLISHED} records are not published yet, so older ones were not read: lifeboat collect`,
  )
  return ids.slice(0, MOST_UNPUBLISHED)
}

/** What is no record, or none of that id, is told and passed over. */
async function readRecord(
  id: string,
  { store, ledger, warn }: RecordSearch,
): Promise<EvidenceRecord | undefined> {
  try {
    const bytes = (await ledger?.read(id)) ?? (await readObject(store, KEYS.record(id)))
    const parsed = parseRecord(bytes)
    const complaint = 'complaint' in parsed ? parsed.complaint : complainOfPlace(parsed.record, id)
    if ('record' in parsed && complaint === undefined) return parsed.record
    warn(`record ${id} cannot be trusted: ${complaint}`)
  } catch (error) {
    if (!isLifeboatError(error, 'store-refused') && !isLifeboatError(error, 'object-absent')) throw error
    warn(`record ${id} was not read: ${error.message}`)
  }
  return undefined
}

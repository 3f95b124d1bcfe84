import pLimit from 'p-limit'
import { isLifeboatError } from '../core/errors.ts'
import { idTime } from '../core/identifiers.ts'
import { KEYS } from '../core/manifest.ts'
import type { DrillRecord, VerificationRecord } from '../core/record.ts'
import type { AnchorSources } from './anchors.ts'
import { readObject } from './read-object.ts'
import { recordsSince } from './records-since.ts'
import { parseRecord } from './schema/record-schema.ts'

/** A record that judges a copy. */
export type Judgement = VerificationRecord | DrillRecord

export interface JudgementSearch extends AnchorSources {
  readonly target: string
  /** Begin of the oldest backup that is asked about: an older record cannot judge it. */
  readonly since: Date
  /** Records that say they are later are passed over. */
  readonly until: Date
  /** Ids that are no judgements, so that they need not be read. */
  readonly backupIds: ReadonlySet<string>
  /** Is told what was passed over. */
  readonly warn: (sentence: string) => void
}

/** Records read at most for one answer, newest first: of each published kind, and of what is not published. */
const MOST_PUBLISHED = 200
const MOST_UNPUBLISHED = 500
const READS_AT_ONCE = 8

/** The newest verifications and drills of a target, published or not, oldest first. */
export async function readJudgements(search: JudgementSearch): Promise<readonly Judgement[]> {
  const ids = [...publishedIds(search), ...(await unpublishedIds(search))]
  const read = await pLimit(READS_AT_ONCE).map(ids, (id) => readJudgement(id, search))
  return read
    .filter((record) => record !== undefined)
    .filter(({ target }) => target === search.target)
    .toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt))
}

function publishedIds({ ledger, target, since }: JudgementSearch): readonly string[] {
  const entries = [...(ledger?.entries.values() ?? [])].filter(
    (entry) => entry.target === target && (idTime(entry.id)?.getTime() ?? 0) >= since.getTime(),
  )
  return ['verification', 'drill'].flatMap((kind) =>
    entries
      .filter((entry) => entry.kind === kind)
      .map(({ id }) => id)
      .toSorted()
      .slice(-MOST_PUBLISHED),
  )
}

async function unpublishedIds(search: JudgementSearch): Promise<readonly string[]> {
  const { store, ledger, since, until, backupIds, warn } = search
  const ids: string[] = []
  for (const id of await recordsSince(store, since)) {
    const at = idTime(id)?.getTime() ?? 0
    if (ledger?.entries.has(id) === true || backupIds.has(id) || at < since.getTime()) continue
    if (at <= until.getTime()) ids.push(id)
    else warn(`record ${id} says that it is of the future, so it counts for nothing`)
  }
  if (ids.length > MOST_UNPUBLISHED) {
    warn(
      `more than ${MOST_UNPUBLISHED} records are not published yet, so older ones were not read: lifeboat collect`,
    )
  }
  return ids.slice(0, MOST_UNPUBLISHED)
}

/** What is no record, or none of that id, is told and passed over. */
async function readJudgement(
  id: string,
  { store, ledger, warn }: JudgementSearch,
): Promise<Judgement | undefined> {
  try {
    const bytes = (await ledger?.read(id)) ?? (await readObject(store, KEYS.record(id)))
    const parsed = parseRecord(bytes)
    if ('complaint' in parsed) {
      warn(`record ${id} cannot be trusted: ${parsed.complaint}`)
      return undefined
    }
    const { record } = parsed
    if (record.id !== id) warn(`record ${id} cannot be trusted: it says it is record ${record.id}`)
    else if (record.kind === 'verification' || record.kind === 'drill') return record
  } catch (error) {
    if (!isLifeboatError(error, 'store-refused') && !isLifeboatError(error, 'object-absent')) throw error
    warn(`record ${id} was not read: ${error.message}`)
  }
  return undefined
}

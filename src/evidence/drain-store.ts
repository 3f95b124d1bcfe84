import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import type { Context } from '../core/context.ts'
import type { ErrorCode } from '../core/errors.ts'
import type { EvidenceRecord } from '../core/record.ts'
import type { StoredObject, StoreReader } from '../core/store.ts'
import { sha256Hex } from './canonical.ts'
import { complainOfPlace } from './complain-of-place.ts'
import { digestObject } from './digest-object.ts'
import { recordPath } from './ledger/paths.ts'
import type { LedgerEntry } from './schema/ledger-schema.ts'
import { parseRecord } from './schema/record-schema.ts'
import { readObject } from './read-object.ts'

const RECORD_KEY = /^evidence\/(\d{4})\/(\d{2})\/(\1\2\d{2}T\d{6}Z-[0-9a-z]{4,12})\.json$/
const MAX_RECORD_BYTES = 16 * 1024 * 1024
const READS_AT_ONCE = 8

/** What was not published: it may not be as it is, or could not be read or told. */
export interface Problem {
  readonly code: ErrorCode
  readonly what: string
  readonly fix?: string
}

/** A new record, checked, and the file that holds its bytes. */
export interface DrainedRecord {
  readonly entry: LedgerEntry
  readonly file: string
  readonly bytes: number
}

export interface Drained {
  readonly records: readonly DrainedRecord[]
  readonly problems: readonly Problem[]
}

/**
 * Reads the records of a store that are not `published` yet (bytes by id) into the run's folder. Published ones are not read
 * again: only their size is compared, from the listing.
 */
export async function drainStore(
  store: StoreReader,
  published: ReadonlyMap<string, number>,
  context: Context,
): Promise<Drained> {
  const problems: Problem[] = []
  const fresh: { readonly id: string; readonly object: StoredObject }[] = []
  for await (const object of store.list('evidence/')) {
    const id = RECORD_KEY.exec(object.key)?.[3]
    const bytes = published.get(id ?? '')
    if (id === undefined) problems.push(problem(store, object.key, 'its name is not that of a record'))
    else if (bytes === undefined) fresh.push({ id, object })
    else if (bytes !== object.bytes)
      problems.push(problem(store, object.key, 'it differs from the published one'))
  }
  const atOnce = pLimit(READS_AT_ONCE)
  const read = await atOnce.map(fresh, ({ id, object }) => drainRecord(store, { id, object }, context))
  return {
    records: read.filter((result) => 'entry' in result),
    problems: [...problems, ...read.filter((result) => 'what' in result)],
  }
}

async function drainRecord(
  store: StoreReader,
  { id, object }: { readonly id: string; readonly object: StoredObject },
  context: Context,
): Promise<DrainedRecord | Problem> {
  context.signal.throwIfAborted()
  if (object.bytes > MAX_RECORD_BYTES) return problem(store, object.key, 'it is too large for a record')
  const bytes = await readObject(store, object.key)
  const parsed = parseRecord(bytes)
  if ('complaint' in parsed) return problem(store, object.key, parsed.complaint)
  const { kind, target } = parsed.record
  const complaint = complainOfPlace(parsed.record, id) ?? (await complainOfManifest(store, parsed.record))
  if (complaint !== undefined) return problem(store, object.key, complaint)
  const file = join(context.workDir, `${encodeURIComponent(store.name)}.${id}.json`)
  await writeFile(file, bytes, { mode: 0o600 })
  return {
    entry: { id, kind, target, path: recordPath(id), sha256: sha256Hex(bytes) },
    file,
    bytes: bytes.length,
  }
}

/** A manifest that is not in this store was removed since, or lies in another: the record still says what was taken. */
async function complainOfManifest(store: StoreReader, record: EvidenceRecord): Promise<string | undefined> {
  if (record.kind !== 'backup' || record.backup === undefined) return undefined
  const { manifestKey, manifestSha256 } = record.backup
  const found = await digestObject(store, manifestKey)
  if (found === undefined || found === manifestSha256) return undefined
  return `it vouches for another manifest than ${manifestKey}, so one of the two was altered`
}

function problem(store: StoreReader, key: string, why: string): Problem {
  return { code: 'record-altered', what: `${key} in store ${store.name} was not published: ${why}` }
}

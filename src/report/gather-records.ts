import pLimit from 'p-limit'
import type { KnownRecord } from '../compliance/known-record.ts'
import { isLifeboatError } from '../core/errors.ts'
import { KEYS } from '../core/manifest.ts'
import type { StoreReader } from '../core/store.ts'
import { sha256Hex } from '../evidence/canonical.ts'
import { complainOfPlace } from '../evidence/complain-of-place.ts'
import type { LedgerReader } from '../evidence/ledger/read-ledger.ts'
import { readObject } from '../evidence/read-object.ts'
import { recordsSince } from '../evidence/records-since.ts'
import { parseRecord } from '../evidence/schema/record-schema.ts'

const READS_AT_ONCE = 8

export interface RecordSources {
  readonly stores: readonly StoreReader[]
  readonly ledger?: LedgerReader
}

export interface GatheredRecords {
  readonly records: readonly KnownRecord[]
  /** What was found and is no record that counts, one sentence each. */
  readonly notCounted: readonly string[]
}

/** Every published record, and what the stores hold beside. Throws what reading throws: nothing is concluded from a part. */
export async function gatherRecords({ stores, ledger }: RecordSources): Promise<GatheredRecords> {
  const records = new Map<string, KnownRecord>()
  const notCounted: string[] = []
  for await (const { entry, bytes } of ledger?.readAll() ?? []) {
    const read = readRecord(entry.id, bytes)
    if (typeof read === 'string') notCounted.push(`The published record ${entry.id} is not counted: ${read}.`)
    else records.set(entry.id, { ...read, published: true })
  }
  for (const store of stores) {
    const known = new Set([...records].filter(([, { published }]) => published).map(([id]) => id))
    for (const { id, read } of await readBeside(store, known)) {
      const other = typeof read === 'string' ? undefined : records.get(id)
      if (typeof read === 'string')
        notCounted.push(`Record ${id} in store ${store.name} is not counted: ${read}.`)
      else if (other === undefined) records.set(id, { ...read, published: false })
      else if (other.sha256 !== read.sha256)
        notCounted.push(
          `Record ${id} in store ${store.name} is not counted: another store holds another one.`,
        )
    }
  }
  return { records: [...records.values()], notCounted }
}

type Read = Omit<KnownRecord, 'published'> | string

/** The records of a store that are not published yet. */
async function readBeside(
  store: StoreReader,
  published: ReadonlySet<string>,
): Promise<readonly { readonly id: string; readonly read: Read }[]> {
  const ids = (await recordsSince(store, undefined)).filter((id) => !published.has(id))
  return pLimit(READS_AT_ONCE).map(ids, async (id) => ({ id, read: await readStored(store, id) }))
}

async function readStored(store: StoreReader, id: string): Promise<Read> {
  try {
    return readRecord(id, await readObject(store, KEYS.record(id)))
  } catch (error) {
    if (isLifeboatError(error, 'store-refused')) return error.message
    throw error
  }
}

function readRecord(id: string, bytes: Uint8Array): Read {
  const parsed = parseRecord(bytes)
  if ('complaint' in parsed) return parsed.complaint
  return complainOfPlace(parsed.record, id) ?? { record: parsed.record, sha256: sha256Hex(bytes) }
}

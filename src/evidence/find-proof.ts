import { isLifeboatError } from '../core/errors.ts'
import type { DrillRecord } from '../core/record.ts'
import type { StoreReader } from '../core/store.ts'
import type { LedgerReader } from './ledger/read-ledger.ts'
import { parseRecord } from './schema/record-schema.ts'
import { readObject } from './read-object.ts'

export interface ProofSources {
  readonly store: StoreReader
  readonly ledger?: LedgerReader
  /** Whether a backup is still in the store: what is gone cannot be restored, however well it was proven. */
  readonly exists: (backupId: string) => boolean
  /** Is told what was passed over. */
  readonly warn: (sentence: string) => void
}

/** Unpublished records read at most for one answer. */
const MOST_READ = 500

/** The newest drill record that proves a backup which is still there; undefined when there is none. */
export async function findProof(target: string, sources: ProofSources): Promise<DrillRecord | undefined> {
  const { store, ledger, exists, warn } = sources
  const published = [...(ledger?.entries.values() ?? [])].filter(
    (entry) => entry.kind === 'drill' && entry.target === target,
  )
  const fresh = await unpublished(store, ledger)
  const ids = [...fresh.keys(), ...published.map(({ id }) => id)].toSorted().toReversed()
  let read = 0
  for (const id of ids) {
    const key = fresh.get(id)
    if (key !== undefined && (read += 1) > MOST_READ) {
      warn(
        `more than ${MOST_READ} records are not published yet, so older ones were not read: lifeboat collect`,
      )
      return undefined
    }
    const record = await readDrill(id, key, sources)
    if (record?.target !== target || !record.proven) continue
    if (record.backup !== undefined && exists(record.backup.id)) return record
    warn(`drill ${id} proved backup ${record.backup?.id ?? ''}, which is no longer in store ${store.name}`)
  }
  return undefined
}

/** Keys, by record id, of what lies in the store and is not in the ledger. */
async function unpublished(
  store: StoreReader,
  ledger: LedgerReader | undefined,
): Promise<Map<string, string>> {
  const keys = new Map<string, string>()
  for await (const { key } of store.list('evidence/')) {
    const id = key.slice(key.lastIndexOf('/') + 1, -'.json'.length)
    if (ledger?.entries.has(id) !== true) keys.set(id, key)
  }
  return keys
}

/** A drill's record; what is no record is told and passed over. */
async function readDrill(
  id: string,
  key: string | undefined,
  { store, ledger, warn }: ProofSources,
): Promise<DrillRecord | undefined> {
  try {
    const bytes = key === undefined ? await ledger?.read(id) : await readObject(store, key)
    if (bytes === undefined) return undefined
    const parsed = parseRecord(bytes)
    if ('record' in parsed) return parsed.record.kind === 'drill' ? parsed.record : undefined
    warn(`record ${key ?? id} cannot be trusted: ${parsed.complaint}`)
  } catch (error) {
    if (!isLifeboatError(error, 'store-refused')) throw error
    warn(`record ${key ?? id} was not read: ${error.message}`)
  }
  return undefined
}

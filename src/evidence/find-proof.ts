import type { DrillRecord } from '../core/record.ts'
import type { StoreReader } from '../core/store.ts'
import type { LedgerReader } from './ledger/read-ledger.ts'
import { parseRecord } from './schema/record-schema.ts'
import { readObject } from './read-object.ts'

export interface ProofSources {
  readonly store: StoreReader
  readonly ledger?: LedgerReader
}

/** The newest drill record that proves a backup of this target; undefined when there is none. */
export async function findProof(
  target: string,
  { store, ledger }: ProofSources,
): Promise<DrillRecord | undefined> {
  const published = [...(ledger?.entries.values() ?? [])].filter(
    (entry) => entry.kind === 'drill' && entry.target === target,
  )
  const fresh = await unpublished(store, ledger)
  const ids = [...fresh.keys(), ...published.map(({ id }) => id)].toSorted().toReversed()
  for (const id of ids) {
    const key = fresh.get(id)
    const bytes = key === undefined ? await ledger?.read(id) : await readObject(store, key)
    const record = bytes === undefined ? undefined : provingDrill(bytes, target)
    if (record !== undefined) return record
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

function provingDrill(bytes: Uint8Array, target: string): DrillRecord | undefined {
  const parsed = parseRecord(bytes)
  if (!('record' in parsed) || parsed.record.kind !== 'drill') return undefined
  return parsed.record.target === target && parsed.record.proven ? parsed.record : undefined
}

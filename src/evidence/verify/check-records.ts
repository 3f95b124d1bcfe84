import type { EvidenceRecord, PruneRecord } from '../../core/record.ts'
import { sha256Hex } from '../canonical.ts'
import { complainOfPlace } from '../complain-of-place.ts'
import type { EvidenceTree } from '../ledger/evidence-tree.ts'
import type { LedgerEntry } from '../schema/ledger-schema.ts'
import { parseRecord } from '../schema/record-schema.ts'
import type { RecordedBackup } from './check-manifests.ts'
import type { Finding } from './finding.ts'

export interface CheckedRecords {
  readonly findings: readonly Finding[]
  /** The backups that intact records vouch for, by record id. */
  readonly backups: ReadonlyMap<string, RecordedBackup>
  readonly prunes: readonly PruneRecord[]
}

/** Compares every record with what the ledger entered, and the folder with the ledger: none missing, none too many. */
export async function checkRecords(
  tree: EvidenceTree,
  entries: readonly LedgerEntry[],
): Promise<CheckedRecords> {
  const findings: Finding[] = []
  const backups = new Map<string, RecordedBackup>()
  const prunes: PruneRecord[] = []
  let index = 0
  for await (const bytes of tree.read(entries.map(({ path }) => path))) {
    const entry = entries[index++]
    if (entry === undefined) break
    const checked = checkRecord(entry, bytes)
    if (typeof checked === 'string')
      findings.push({ code: 'record-altered', what: `${entry.path} ${checked}` })
    else if (checked.kind === 'prune') prunes.push(checked)
    else if (checked.kind === 'backup' && checked.backup !== undefined)
      backups.set(entry.id, { ...checked.backup, target: entry.target })
  }
  return { findings: [...findings, ...(await strangers(tree, entries))], backups, prunes }
}

/** The record that the ledger entered, or what is wrong with these bytes. */
function checkRecord(entry: LedgerEntry, bytes: Uint8Array | undefined): string | EvidenceRecord {
  if (bytes === undefined) return 'is missing'
  if (sha256Hex(bytes) !== entry.sha256) return 'is not the record that the ledger entered'
  const parsed = parseRecord(bytes)
  if ('complaint' in parsed) return `is malformed: ${parsed.complaint}`
  const { record } = parsed
  if (record.id !== entry.id || record.kind !== entry.kind || record.target !== entry.target) {
    return `is entered as ${entry.kind} ${entry.id} of ${entry.target}, which it is not`
  }
  const complaint = complainOfPlace(record, entry.id)
  return complaint === undefined ? record : `cannot be trusted: ${complaint}`
}

async function strangers(tree: EvidenceTree, entries: readonly LedgerEntry[]): Promise<readonly Finding[]> {
  const entered = new Set(entries.map(({ path }) => path))
  const files = await tree.list('records')
  return files
    .filter(({ path }) => !entered.has(path))
    .map(({ path }) => ({ code: 'record-altered', what: `${path} is in no batch of the ledger` }))
}

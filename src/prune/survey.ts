import pLimit from 'p-limit'
import { listBackups, type CatalogEntry } from '../backup/catalog.ts'
import { basesOf } from '../backup/delegated/bases.ts'
import { findLost } from '../backup/find-lost.ts'
import { describeLease, liveLeases } from '../backup/lease.ts'
import { KEYS } from '../core/manifest.ts'
import type { StoreWriter } from '../core/store.ts'
import type { Target } from '../core/target.ts'
import type { AnchorSources } from '../evidence/anchors.ts'
import { readJudgements } from '../evidence/read-judgements.ts'
import { checkVolumes, listSizes, type StoredSizes } from '../evidence/verify/check-volumes.ts'
import type { CopyProof, RetentionBackup, RetentionInput } from '../retention/scene.ts'
import { widestGap } from '../schedule/widest-gap.ts'
import { futureContent, futureId, TOLERATED_SKEW_MS } from '../status/future.ts'
import { judgeCopies } from '../compliance/judge-copies.ts'
import { lookAtBackup } from '../status/look-at-backup.ts'

const READS_AT_ONCE = 8

export interface SurveySources extends AnchorSources {
  readonly store: StoreWriter
  /** Why the published records could not be read. */
  readonly ledgerUnread?: string
}

export interface Survey {
  readonly input: RetentionInput
  /** Digests of the manifests that could be relied on, by backup. */
  readonly manifests: ReadonlyMap<string, string>
}

interface Seen {
  readonly backup: RetentionBackup
  readonly sha256?: string
}

/** Reads what retention decides by: every manifest, every verification and drill, the store's clock, and a listing of the volumes. */
export async function surveyBackups(target: Target, sources: SurveySources): Promise<Survey> {
  const { store, ledgerUnread } = sources
  const now = await store.now()
  const entries = await listBackups(store, target.name)
  const sizes = await listSizes(store, target.name)
  const seen = await pLimit(READS_AT_ONCE).map(entries, (entry) => look(sources, entry, { sizes, now }))
  const manifests = new Map(seen.flatMap(({ backup, sha256 }) => pair(backup.id, sha256)))
  // A proof or a bad verdict may be published only.
  const doubts = ledgerUnread === undefined ? [] : [`the ledger cannot be read (${ledgerUnread})`]
  const warn = (sentence: string): void => void doubts.push(sentence)
  const proofs = await proofsOf(target, { ...sources, now, warn }, { entries, manifests })
  const lost = await findLost(sources, { target: target.name, entries, found: entries.at(-1) })
  if (lost !== undefined) doubts.push(`backup ${lost.id} is lost: its manifest is not in store ${store.name}`)
  const leases = await liveLeases(store, KEYS.leasesAll(target.name), now)
  const leaseOf = new Map(leases.map((lease) => [lease.backupId, describeLease(lease)]))
  const bad = new Map(proofs.filter(({ result }) => result === 'bad').map(({ backup, by }) => [backup, by]))
  const backups = withBases(seen, bad).map((backup) => {
    const lease = leaseOf.get(backup.id)
    return lease === undefined ? backup : { ...backup, lease }
  })
  const policy = { ...target.retention, ...intervalOf(target, now) }
  return { input: { backups, proofs, policy, now, doubts }, manifests }
}

async function look(
  sources: AnchorSources,
  entry: CatalogEntry,
  { sizes, now }: { readonly sizes: StoredSizes; readonly now: Date },
): Promise<Seen> {
  const { id } = entry
  const seen = await lookAtBackup(sources, entry)
  if ('what' in seen) return { backup: { id, at: entry.at.toISOString(), trouble: seen.what } }
  const at = seen.availableAt ?? entry.at.toISOString()
  const future = futureId(entry, now) ?? futureContent(seen, now)
  const troubles = [
    ...(seen.anchor === 'none' ? ['no record vouches for it'] : []),
    ...(future === undefined ? [] : [`it ${future}`]),
    ...checkVolumes(seen.manifest, sizes, sources.store).map(({ what }) => what),
  ]
  const bases = basesOf(seen.manifest)
  const backup = {
    id,
    at,
    ...(bases.length === 0 ? {} : { bases }),
    ...(troubles.length === 0 ? {} : { trouble: troubles.join(', ') }),
  }
  return { backup, sha256: seen.sha256 }
}

/** What is wrong with a backup is wrong with every one that is based on it. */
function withBases(seen: readonly Seen[], bad: ReadonlyMap<string, string>): readonly RetentionBackup[] {
  const troubles = new Map(seen.map(({ backup }) => [backup.id, backup.trouble]))
  return seen.map(({ backup }) => {
    const { bases = [], trouble } = backup
    const base = bases.find((id) => troubles.get(id) !== undefined || bad.has(id))
    if (base === undefined || trouble !== undefined) return backup
    const why = troubles.get(base) ?? `${bad.get(base)} found it bad`
    return { ...backup, trouble: `it is based on ${base}, and ${why}` }
  })
}

async function proofsOf(
  target: Target,
  sources: AnchorSources & { readonly now: Date; readonly warn: (sentence: string) => void },
  known: { readonly entries: readonly CatalogEntry[]; readonly manifests: ReadonlyMap<string, string> },
): Promise<readonly CopyProof[]> {
  const { entries, manifests } = known
  const judgements = await readJudgements({
    ...sources,
    target: target.name,
    since: entries[0]?.at ?? new Date(0),
    until: new Date(sources.now.getTime() + TOLERATED_SKEW_MS),
    backupIds: new Set(entries.map(({ id }) => id)),
    complete: true,
  })
  return [...judgeCopies(judgements)].flatMap(([backup, { bad, proof }]): CopyProof[] => {
    if (bad !== undefined) return [{ backup, result: 'bad', by: `${bad.kind} ${bad.id}` }]
    // A drill proves the manifest that it read, and no other.
    if (proof === undefined || proof.backup?.manifestSha256 !== manifests.get(backup)) return []
    return [{ backup, result: 'proven', by: `drill ${proof.id}` }]
  })
}

function intervalOf({ schedule, timeZone }: Target, now: Date): { readonly intervalMs?: number } {
  if (schedule.backup === undefined) return {}
  const intervalMs = widestGap({ expression: schedule.backup, timeZone }, now)
  return Number.isFinite(intervalMs) ? { intervalMs } : {}
}

function pair(id: string, sha256: string | undefined): readonly (readonly [string, string])[] {
  return sha256 === undefined ? [] : [[id, sha256]]
}

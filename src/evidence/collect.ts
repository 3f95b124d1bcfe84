import pRetry from 'p-retry'
import type { Context } from '../core/context.ts'
import { isLifeboatError } from '../core/errors.ts'
import type { StoreReader } from '../core/store.ts'
import { canonicalBytes, sha256Hex } from './canonical.ts'
import { drainStore, type Drained, type DrainedRecord, type Problem } from './drain-store.ts'
import { readBranch, refuseCheckedOut, type BranchState } from './git/branch.ts'
import { commitFiles, storeFiles, storeText, type NewFile } from './git/commit-files.ts'
import { openRepository, type Repository } from './git/repository.ts'
import { openGitTree } from './ledger/git-tree.ts'
import { ledgerPath } from './ledger/paths.ts'
import { openLedger, type EvidencePlace, type LedgerReader } from './ledger/read-ledger.ts'
import type { LedgerBatch, LedgerEntry } from './schema/ledger-schema.ts'

const RETRY = { retries: 20, minTimeout: 50, maxTimeout: 2000, factor: 1.5, randomize: true }

export interface CollectRequest {
  readonly stores: readonly StoreReader[]
  readonly repository: EvidencePlace
  readonly context: Context
}

export interface Collected {
  /** The new commit, the sequence of its batch and the ledger's new head; absent when there was nothing to publish. */
  readonly commit?: string
  readonly sequence?: number
  readonly head?: string
  /** How many records were published. */
  readonly added: number
  /** Records that were not published; none may be ignored. */
  readonly problems: readonly Problem[]
}

/** A new record and the git object that holds its bytes. */
interface StoredRecord {
  readonly entry: LedgerEntry
  readonly object: string
}

/**
 * Publishes the stores' new records in one commit on the evidence branch, without touching any index or work tree. Safe to run
 * at the same time elsewhere: the chain never forks. Throws `busy` when the branch is checked out, `ledger-broken`, `ledger-moved`.
 */
export async function collectRecords(request: CollectRequest): Promise<Collected> {
  const { repository: place, context } = request
  const repository = await openRepository(place.directory, context)
  await refuseCheckedOut(repository, place.branch)
  const published = await publishedSizes(repository, place)
  const drained: Drained[] = []
  for (const store of request.stores) drained.push(await drainStore(store, published, context))
  const { records, problems } = joinStores(drained)
  const objects =
    records.length === 0
      ? []
      : await storeFiles(
          repository,
          records.map(({ file }) => file),
        )
  const stored = records.map(({ entry }, index) => ({ entry, object: objects[index] ?? '' }))
  const batch = await pRetry(() => publish(repository, { place, stored }, context), {
    ...RETRY,
    signal: context.signal,
    shouldRetry: ({ error }) => isLifeboatError(error, 'ledger-moved'),
  })
  return { ...batch, problems: [...problems, ...batch.problems] }
}

async function publish(
  repository: Repository,
  { place, stored }: { readonly place: EvidencePlace; readonly stored: readonly StoredRecord[] },
  context: Context,
): Promise<Collected> {
  const from = await readBranch(repository, place.branch)
  const ledger = await ledgerAt(repository, place, from)
  const problems = stored.flatMap(({ entry }) => contradiction(entry, ledger))
  const fresh = stored.filter(({ entry }) => ledger?.entries.has(entry.id) !== true)
  if (fresh.length === 0) return { added: 0, problems }
  const batch = nextBatch(
    ledger,
    fresh.map(({ entry }) => entry),
    context,
  )
  const text = new TextDecoder().decode(canonicalBytes(batch))
  const files: NewFile[] = [
    { path: `${place.path}/${ledgerPath(batch.sequence)}`, object: await storeText(repository, text) },
    ...fresh.map(({ entry, object }) => ({ path: `${place.path}/${entry.path}`, object })),
  ]
  const head = sha256Hex(text)
  const message = `evidence: batch ${batch.sequence} with ${fresh.length} records\n\nLedger head ${head}\n`
  const commit = await commitFiles(repository, { branch: place.branch, from, files, message }, context)
  return { commit, sequence: batch.sequence, head, added: fresh.length, problems }
}

function nextBatch(
  ledger: LedgerReader | undefined,
  entries: readonly LedgerEntry[],
  context: Context,
): LedgerBatch {
  return {
    format: 'lifeboat-ledger/1',
    sequence: (ledger?.head?.sequence ?? 0) + 1,
    previous: ledger?.head?.digest ?? null,
    collectedAt: context.clock.now().toISOString(),
    entries: entries.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  }
}

/** Somebody else may have published a record of this name while this run was reading the stores. */
function contradiction(entry: LedgerEntry, ledger: LedgerReader | undefined): readonly Problem[] {
  const published = ledger?.entries.get(entry.id)
  if (published === undefined || published.sha256 === entry.sha256) return []
  return [{ code: 'record-altered', what: `Record ${entry.id} differs from the published one` }]
}

/** The same record in several stores counts once; different ones of one id are published from neither. */
function joinStores(drained: readonly Drained[]): Drained {
  const records = new Map<string, DrainedRecord>()
  const contradicted = new Set<string>()
  for (const record of drained.flatMap((each) => each.records)) {
    const { id, sha256 } = record.entry
    const first = records.get(id)
    if (first !== undefined && first.entry.sha256 !== sha256) contradicted.add(id)
    records.set(id, first ?? record)
  }
  const problems = [...contradicted].map((id): Problem => ({
    code: 'record-altered',
    what: `Record ${id} was not published: two stores hold different ones`,
  }))
  return {
    records: [...records.values()].filter(({ entry }) => !contradicted.has(entry.id)),
    problems: [...drained.flatMap((each) => each.problems), ...problems],
  }
}

/** The size of every published record by id. */
async function publishedSizes(
  repository: Repository,
  place: EvidencePlace,
): Promise<ReadonlyMap<string, number>> {
  const from = await readBranch(repository, place.branch)
  const ledger = await ledgerAt(repository, place, from)
  if (ledger === undefined || from.head === undefined) return new Map()
  const files = await openGitTree(repository, { path: place.path, commit: from.head }).list('records')
  const bytes = new Map(files.map((file) => [file.path, file.bytes]))
  return new Map([...ledger.entries].map(([id, { path }]) => [id, bytes.get(path) ?? 0]))
}

async function ledgerAt(
  repository: Repository,
  { path }: EvidencePlace,
  { head }: BranchState,
): Promise<LedgerReader | undefined> {
  return head === undefined ? undefined : openLedger(openGitTree(repository, { path, commit: head }))
}

import type { Context } from '../core/context.ts'
import { LifeboatError } from '../core/errors.ts'
import type { StoreReader } from '../core/store.ts'
import { readBranch } from './git/branch.ts'
import { openRepository } from './git/repository.ts'
import type { EvidenceTree } from './ledger/evidence-tree.ts'
import { openFolderTree } from './ledger/folder-tree.ts'
import { openGitTree } from './ledger/git-tree.ts'
import type { PublishedBatch } from './ledger/check-chain.ts'
import { readChain, type EvidencePlace } from './ledger/read-ledger.ts'
import { checkHistory, type CheckedHistory } from './verify/check-history.ts'
import { checkRecords } from './verify/check-records.ts'
import { checkStores, type CheckedStores } from './verify/check-stores.ts'
import type { Finding } from './verify/finding.ts'

export interface VerifyRequest {
  /** A git branch, or a checked out or unpacked evidence folder. */
  readonly source: EvidencePlace | { readonly folder: string }
  /** The SHA-256 of a ledger file that the reader trusts, noted earlier or received from elsewhere. */
  readonly pinnedHead?: string
  /** Stores whose records, manifests and volumes are compared too; none for a check without a network. */
  readonly stores?: readonly StoreReader[]
  readonly context: Context
}

export interface EvidenceReport extends CheckedStores {
  /** `valid` only up to a pinned head; without a pin a ledger can at most be consistent in itself. */
  readonly status: 'valid' | 'consistent' | 'broken'
  /** The same in one sentence. */
  readonly statement: string
  readonly location: string
  readonly recordCount: number
  readonly batchCount: number
  readonly firstSequence?: number
  readonly lastSequence?: number
  /** SHA-256 of the newest ledger file: note it to pin what was seen. */
  readonly head?: string
  readonly pinnedSequence?: number
}

/**
 * Checks published evidence from itself alone: chain, records, history, and what lies in the stores where they are given.
 * Findings are returned, not thrown. Throws `object-absent` when there is no evidence to check.
 */
export async function verifyEvidence(request: VerifyRequest): Promise<EvidenceReport> {
  const { tree, history } = await openSource(request)
  const { batches, breaks } = await readChain(tree)
  const entries = batches.flatMap((batch) => batch.entries)
  const records = await checkRecords(tree, entries)
  const { backups, prunes } = records
  const stored = await checkStores(request.stores ?? [], { entries, backups, prunes })
  const pinned = batches.find(({ digest }) => digest === request.pinnedHead?.toLowerCase())
  const findings = [
    ...breaks.map((what): Finding => ({ code: 'ledger-broken', what })),
    ...records.findings,
    ...(history?.findings ?? []),
    ...stored.findings,
    ...(request.pinnedHead !== undefined && pinned === undefined ? [unpinned(request.pinnedHead)] : []),
  ]
  return {
    ...judge({ findings, batches, pinned }),
    location: tree.location,
    findings,
    limitations: [...limitations(history), ...stored.limitations],
    recordCount: entries.length,
    batchCount: batches.length,
    ...extent(batches),
    ...(pinned === undefined ? {} : { pinnedSequence: pinned.sequence }),
    recordsCompared: stored.recordsCompared,
    manifestsCompared: stored.manifestsCompared,
    volumesListed: stored.volumesListed,
    backupsPruned: stored.backupsPruned,
  }
}

async function openSource({
  source,
  context,
}: VerifyRequest): Promise<{ readonly tree: EvidenceTree; readonly history?: CheckedHistory }> {
  if ('folder' in source) return { tree: await openFolderTree(source.folder) }
  const repository = await openRepository(source.directory, context)
  const { head } = await readBranch(repository, source.branch)
  if (head === undefined) throw nothingPublished(source)
  const published = { path: source.path, commit: head }
  return { tree: openGitTree(repository, published), history: await checkHistory(repository, published) }
}

function judge(seen: {
  readonly findings: readonly Finding[]
  readonly batches: readonly PublishedBatch[]
  readonly pinned: PublishedBatch | undefined
}): Pick<EvidenceReport, 'status' | 'statement'> {
  const { findings, batches, pinned } = seen
  const last = batches.at(-1)
  if (findings.length > 0) {
    return {
      status: 'broken',
      statement: `broken: ${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}; this evidence proves nothing until that is explained`,
    }
  }
  if (pinned === undefined) {
    return {
      status: 'consistent',
      statement:
        'consistent, not pinned: the ledger contradicts nothing in itself, but one rewritten as a whole, or with its last batches left out, would look the same; pin a head that you trust with --head',
    }
  }
  if (pinned.sequence === last?.sequence) {
    return { status: 'valid', statement: `valid: whole up to the pinned head, batch ${pinned.sequence}` }
  }
  return {
    status: 'consistent',
    statement: `valid up to the pinned head, batch ${pinned.sequence}; batches ${pinned.sequence + 1} to ${last?.sequence} continue it and are consistent, not pinned`,
  }
}

function limitations(history: CheckedHistory | undefined): readonly string[] {
  return [
    ...(history === undefined
      ? ['A folder has no history: earlier changes of published files were not looked for.']
      : []),
    ...(history?.whole === false
      ? ['The clone is shallow: changes before its oldest commit were not looked for.']
      : []),
  ]
}

function extent(
  batches: readonly PublishedBatch[],
): Pick<EvidenceReport, 'firstSequence' | 'lastSequence' | 'head'> {
  const [first, last] = [batches[0], batches.at(-1)]
  if (first === undefined || last === undefined) return {}
  return { firstSequence: first.sequence, lastSequence: last.sequence, head: last.digest }
}

function unpinned(head: string): Finding {
  return {
    code: 'ledger-broken',
    what: `the pinned head ${head} is not in this ledger: batches were left out or rewritten, or it is another ledger`,
  }
}

function nothingPublished({ branch, directory }: EvidencePlace): LifeboatError {
  return new LifeboatError({
    code: 'object-absent',
    what: `Branch ${branch} of ${directory} does not exist: nothing is published`,
    fix: `publish with lifeboat collect, or fetch it: git fetch origin ${branch}`,
  })
}

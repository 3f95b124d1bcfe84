import type { Context } from '../core/context.ts'
import type { AttestBatch, Attestation } from './attest-batch.ts'
import type { EvidenceBranch, NewCommit, NewFile } from './branch/evidence-branch.ts'
import { retryMoved } from './branch/retry-moved.ts'
import { canonicalBytes, sha256Hex } from './canonical.ts'
import type { DrainedRecord, Problem } from './drain-store.ts'
import { attestationPath, ledgerPath } from './ledger/paths.ts'
import { openLedger, type LedgerReader } from './ledger/read-ledger.ts'
import type { LedgerBatch, LedgerEntry } from './schema/ledger-schema.ts'

/** A forge takes so many files in one commit without complaint. */
const MAX_RECORDS = 1000

export interface Publication {
  /** The newest commit, the sequence of its batch and the ledger's new head; absent when there was nothing to publish. */
  readonly commit?: string
  readonly sequence?: number
  readonly head?: string
  /** Where the newest batch's attestation lies, or why it has none; absent where none was asked for. */
  readonly attestation?: { readonly path: string } | { readonly unavailable: string }
  /** How many records were published. */
  readonly added: number
  readonly problems: readonly Problem[]
}

export interface Publishing {
  readonly context: Context
  readonly attest?: AttestBatch
}

/** Enters records in the ledger, one commit for each batch that fits in one. Throws `ledger-broken` or `ledger-moved`. */
export async function publishRecords(
  branch: EvidenceBranch,
  records: readonly DrainedRecord[],
  publishing: Publishing,
): Promise<Publication> {
  let published: Publication = { added: 0, problems: [] }
  for (const some of batchesOf(records, branch.maxCommitBytes)) {
    const last = await publishBatch(branch, some, publishing)
    published = {
      ...published,
      ...last,
      added: published.added + last.added,
      problems: [...published.problems, ...last.problems],
    }
  }
  return published
}

function batchesOf(records: readonly DrainedRecord[], maxBytes: number): DrainedRecord[][] {
  const batches: DrainedRecord[][] = []
  let bytes = Infinity
  for (const record of records) {
    bytes += record.bytes
    if (bytes > maxBytes || batches.at(-1)?.length === MAX_RECORDS || batches.length === 0) {
      batches.push([])
      bytes = record.bytes
    }
    batches.at(-1)?.push(record)
  }
  return batches
}

async function publishBatch(
  branch: EvidenceBranch,
  records: readonly DrainedRecord[],
  { context, attest }: Publishing,
): Promise<Publication> {
  let tried: Publication | undefined
  return await retryMoved(async () => {
    const head = await branch.readHead()
    const ledger = head.tree === undefined ? undefined : await openLedger(head.tree)
    // The answer to a commit can be lost on its way: then what moved the branch was this very batch.
    if (tried !== undefined && head.commit !== undefined && ledger?.head?.digest === tried.head)
      return { ...tried, commit: head.commit }
    const problems = records.flatMap(({ entry }) => contradiction(entry, ledger))
    const fresh = records.filter(({ entry }) => ledger?.entries.has(entry.id) !== true)
    if (fresh.length === 0) return { added: 0, problems }
    const { commit, ...batch } = await prepare(nextBatch(ledger, fresh, context), fresh, attest)
    tried = { ...batch, added: fresh.length, problems }
    return { ...tried, commit: await head.add(commit) }
  }, context)
}

async function prepare(
  batch: LedgerBatch,
  records: readonly DrainedRecord[],
  attest: AttestBatch | undefined,
): Promise<Pick<Publication, 'sequence' | 'head' | 'attestation'> & { readonly commit: NewCommit }> {
  const { sequence } = batch
  const content = canonicalBytes(batch)
  const [path, head] = [ledgerPath(sequence), sha256Hex(content)]
  const attested = await attest?.({ path, sha256: head, sequence, recordCount: records.length })
  const { files, line, ...told } = attested === undefined ? NOT_ATTESTED : tell(attested, sequence)
  return {
    sequence,
    head,
    ...told,
    commit: {
      files: [
        { path, content },
        ...records.map(({ entry, file }) => ({ path: entry.path, content: { file } })),
        ...files,
      ],
      message: `evidence: batch ${sequence} with ${records.length} records\n\nLedger head ${head}\n${line}`,
    },
  }
}

/** How a commit and its result speak of an attestation. */
interface Told extends Pick<Publication, 'attestation'> {
  readonly files: readonly NewFile[]
  readonly line: string
}

const NOT_ATTESTED: Told = { files: [], line: '' }

function tell(attested: Attestation, sequence: number): Told {
  if ('unavailable' in attested)
    return { files: [], line: `No attestation: ${attested.unavailable}\n`, attestation: attested }
  const path = attestationPath(sequence)
  return {
    files: [{ path, content: attested.bundle }],
    line: `Attestation ${path}\n`,
    attestation: { path },
  }
}

function nextBatch(
  ledger: LedgerReader | undefined,
  records: readonly DrainedRecord[],
  context: Context,
): LedgerBatch {
  const entries = records.map(({ entry }) => entry)
  return {
    format: 'lifeboat-ledger/1',
    sequence: (ledger?.head?.sequence ?? 0) + 1,
    previous: ledger?.head?.digest ?? null,
    collectedAt: context.clock.now().toISOString(),
    collectedBy: context.runId,
    entries: entries.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  }
}

/** Somebody else may have published a record of this name while this run was reading the stores. */
function contradiction(entry: LedgerEntry, ledger: LedgerReader | undefined): readonly Problem[] {
  const published = ledger?.entries.get(entry.id)
  if (published === undefined || published.sha256 === entry.sha256) return []
  return [{ code: 'record-altered', what: `Record ${entry.id} differs from the published one` }]
}

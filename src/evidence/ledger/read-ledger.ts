import type { Context } from '../../core/context.ts'
import { LifeboatError } from '../../core/errors.ts'
import { sha256Hex } from '../canonical.ts'
import { readBranch } from '../git/branch.ts'
import { openRepository, type Repository } from '../git/repository.ts'
import type { LedgerEntry } from '../schema/ledger-schema.ts'
import { checkChain, type Chain, type LedgerFile, type PublishedBatch } from './check-chain.ts'
import type { EvidenceTree } from './evidence-tree.ts'
import { openGitTree } from './git-tree.ts'
import { compareLedgerPaths, isLedgerPath } from './paths.ts'

/** Where a repository publishes its evidence. */
export interface EvidencePlace {
  readonly directory: string
  readonly branch: string
  /** Folder in the repository: `reports`. */
  readonly path: string
}

/** What a whole, unbroken ledger said when it was opened. */
export interface LedgerReader {
  readonly location: string
  /** The newest batch; undefined while nothing is published. */
  readonly head: PublishedBatch | undefined
  /** Every published record by id, in the order of publication. */
  readonly entries: ReadonlyMap<string, LedgerEntry>
  /** A published record's bytes; undefined when there is none. Throws `record-altered` when they are not the ones entered. */
  read(id: string): Promise<Uint8Array | undefined>
  /**
   * Every published record's bytes with its entry, or only of these ids, in the order of publication; much quicker than one by one.
   * Throws `record-altered`.
   */
  readAll(
    ids?: ReadonlySet<string>,
  ): AsyncIterable<{ readonly entry: LedgerEntry; readonly bytes: Uint8Array }>
}

/** The ledger of a branch, read from git's objects; undefined when nothing is published yet. Throws `ledger-broken`. */
export async function openGitLedger(
  place: EvidencePlace,
  context: Context,
): Promise<LedgerReader | undefined> {
  return openLedgerOf(await openRepository(place.directory, context), place)
}

/** The ledger of an opened repository; undefined when nothing is published yet. Throws `ledger-broken`. */
export async function openLedgerOf(
  repository: Repository,
  { branch, path }: Pick<EvidencePlace, 'branch' | 'path'>,
): Promise<LedgerReader | undefined> {
  const { head } = await readBranch(repository, branch)
  if (head === undefined) return undefined
  return openLedger(openGitTree(repository, { path, commit: head }))
}

/** The ledger of a tree. Throws `ledger-broken`: nothing is concluded from a chain that is not whole. */
export async function openLedger(tree: EvidenceTree): Promise<LedgerReader> {
  const { batches, breaks } = await readChain(tree)
  if (breaks.length > 0) throw broken(tree, breaks)
  const entries = new Map(batches.flatMap((batch) => batch.entries).map((entry) => [entry.id, entry]))
  return {
    location: tree.location,
    head: batches.at(-1),
    entries,
    read: async (id) => {
      const entry = entries.get(id)
      return entry === undefined ? undefined : readEntered(tree, entry)
    },
    readAll: (ids) =>
      readEvery(
        tree,
        [...entries.values()].filter(({ id }) => ids?.has(id) ?? true),
      ),
  }
}

/** Every ledger file of a tree as one chain. */
export async function readChain(tree: EvidenceTree): Promise<Chain> {
  const paths = (await tree.list('ledger')).map(({ path }) => path)
  const known = paths.filter(isLedgerPath).toSorted(compareLedgerPaths)
  const files: LedgerFile[] = []
  for await (const bytes of tree.read(known)) {
    files.push({ path: known[files.length] ?? '', bytes: bytes ?? new Uint8Array() })
  }
  const chain = checkChain(files)
  const strange = paths.filter((path) => !isLedgerPath(path)).map((path) => `${path} is not a ledger file`)
  return { batches: chain.batches, breaks: [...chain.breaks, ...strange] }
}

async function readEntered(tree: EvidenceTree, entry: LedgerEntry): Promise<Uint8Array> {
  let bytes: Uint8Array | undefined
  for await (const content of tree.read([entry.path])) bytes = content
  return asEntered(entry, bytes)
}

async function* readEvery(
  tree: EvidenceTree,
  entries: readonly LedgerEntry[],
): AsyncGenerator<{ readonly entry: LedgerEntry; readonly bytes: Uint8Array }> {
  const pending = entries.values()
  for await (const bytes of tree.read(entries.map(({ path }) => path))) {
    const { value: entry } = pending.next()
    if (entry !== undefined) yield { entry, bytes: asEntered(entry, bytes) }
  }
}

function asEntered(entry: LedgerEntry, bytes: Uint8Array | undefined): Uint8Array {
  if (bytes !== undefined && sha256Hex(bytes) === entry.sha256) return bytes
  throw new LifeboatError({
    code: 'record-altered',
    what: `The published record ${entry.id} is not the one that the ledger entered`,
    why: bytes === undefined ? `${entry.path} is missing` : `${entry.path} has another digest`,
    fix: 'restore it from the history of the evidence branch; records are never edited',
  })
}

function broken(tree: EvidenceTree, breaks: readonly string[]): LifeboatError {
  return new LifeboatError({
    code: 'ledger-broken',
    what: `The ledger in ${tree.location} is broken`,
    why: breaks.join('; '),
    fix: 'see lifeboat evidence verify; restore the branch from a copy whose head digest you know',
  })
}

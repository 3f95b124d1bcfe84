import type { Context } from '../core/context.ts'
import { isLifeboatError, type LifeboatError } from '../core/errors.ts'
import type { StoreReader } from '../core/store.ts'
import type { AttestBatch } from './attest-batch.ts'
import type { EvidenceBranch } from './branch/evidence-branch.ts'
import { drainStore, type Drained, type DrainedRecord, type Problem } from './drain-store.ts'
import { openLedger } from './ledger/read-ledger.ts'
import { publishRecords, type Publication } from './publish-records.ts'

export interface CollectRequest {
  readonly stores: readonly StoreReader[]
  readonly branch: EvidenceBranch
  /** Vouches for each batch; without it nothing is said about attestations. */
  readonly attest?: AttestBatch
  readonly context: Context
}

/** What was published, and with `problems` what was not and may not be ignored. */
export interface Collected extends Publication {
  /** Where somebody can accept what waits to be published. */
  readonly pullRequest?: string
}

/**
 * Publishes the stores' new records on the evidence branch, in one commit unless they are too many for one. Safe to run at the
 * same time elsewhere: the chain never forks. Throws `ledger-broken`, `ledger-moved`, and what the branch throws.
 */
export async function collectRecords(request: CollectRequest): Promise<Collected> {
  const { branch, context, attest, stores } = request
  const published = await publishedSizes(branch)
  const drained: Drained[] = []
  for (const store of stores) {
    const draining = drainStore(store, published, context)
    drained.push(
      await draining.catch((error: unknown) => ({ records: [], problems: [unread(store.name, error)] })),
    )
  }
  const { records, problems } = joinStores(drained)
  const publishing = { context, ...(attest === undefined ? {} : { attest }) }
  const publication = await publishRecords(branch, records, publishing)
  const announced = await announce(branch)
  return {
    ...publication,
    ...('pullRequest' in announced ? announced : {}),
    problems: [...problems, ...publication.problems, ...('problem' in announced ? [announced.problem] : [])],
  }
}

/** One store that cannot be read does not keep the evidence of the others back. Throws what is no trouble of a store. */
export function unread(store: string, error: unknown): Problem {
  if (!isLifeboatError(error) || error.code === 'cancelled') throw error
  return {
    code: error.code,
    what: `The records of store ${store} were not read: ${error.what}`,
    ...fixOf(error),
  }
}

/** What was committed before stays published, whoever refuses to be asked. */
async function announce(
  branch: EvidenceBranch,
): Promise<{ readonly pullRequest?: string } | { readonly problem: Problem }> {
  try {
    const pullRequest = await branch.announce?.()
    return pullRequest === undefined ? {} : { pullRequest }
  } catch (error) {
    if (!isLifeboatError(error, 'evidence-undelivered')) throw error
    return { problem: { code: error.code, what: error.what, ...fixOf(error) } }
  }
}

function fixOf({ fix }: LifeboatError): { readonly fix?: string } {
  return fix === undefined ? {} : { fix }
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
async function publishedSizes(branch: EvidenceBranch): Promise<ReadonlyMap<string, number>> {
  const { tree } = await branch.readHead()
  if (tree === undefined) return new Map()
  const { entries } = await openLedger(tree)
  const bytes = new Map((await tree.list('records')).map((file) => [file.path, file.bytes]))
  return new Map([...entries].map(([id, { path }]) => [id, bytes.get(path) ?? 0]))
}

import type { CaptureSink, EngineContext } from '../../../core/engine.ts'
import type { ClickHouseConnection } from '../connection.ts'
import type { Dataset } from '../datasets.ts'
import { digestClone } from '../digest-clone.ts'
import { quoteIdentifier } from '../quote.ts'
import type { TreeRows } from '../schema-part.ts'
import type { Session } from '../session.ts'
import { judgePasses, takePass, type Judged, type Pass } from '../two-pass.ts'
import { backUpTables } from './back-up.ts'
import { partHash } from './part-hashes.ts'
import { assertNative } from './version.ts'

export interface TreeJob {
  readonly connection: ClickHouseConnection
  readonly session: Session
  readonly sink: CaptureSink
  readonly seed: string
  readonly fingerprint: boolean
  readonly context: EngineContext
}

export interface CapturedTree {
  readonly dataset: Dataset
  readonly tree: TreeRows
  readonly judged: Judged | undefined
}

/**
 * Has the server back up these tables, all in one go, and digests the very same rows meanwhile: those of clones once, those of
 * tables that could not be cloned before and after.
 */
export async function captureTree(job: TreeJob, given: readonly Dataset[]): Promise<readonly CapturedTree[]> {
  if (given.length === 0) return []
  const { session, sink, connection, context } = job
  assertNative(session.version)
  const datasets = await Promise.all(given.map((dataset) => withPlainName(dataset, session)))
  const before = await passes(job, datasets)
  const hashes = await inTurn(datasets, ({ database, table }) => partHash(session, database, table))
  const tables = datasets.map(({ name, database, table }) => ({ name, database, table }))
  const [digests] = await allOrFirst([
    digestClones(job, datasets),
    backUpTables({ sink, session, connection, tables, context }),
  ])
  const after = await passes(job, datasets)
  return datasets.map((dataset) => {
    const { name, frozen } = dataset
    const parts = hashes.get(dataset)
    const [first, last] = [before.get(dataset), after.get(dataset)]
    const judged =
      first === undefined || last === undefined ? digests.get(dataset) : judgePasses(dataset, first, last)
    return { dataset, tree: { name, ...(frozen && parts !== undefined ? { parts } : {}) }, judged }
  })
}

/** Whether the server can back up the rows of a dataset by itself. */
export function isDelegable({ inParts, frozen, table }: Dataset): boolean {
  return inParts && (frozen || !isInner(table))
}

/** BACKUP finds no inner table of a view by its name; a clone of one may have any. */
async function withPlainName(dataset: Dataset, session: Session): Promise<Dataset> {
  const { database, table, name } = dataset
  if (!isInner(table)) return dataset
  const clone = (named: string): string => `${quoteIdentifier(database)}.${quoteIdentifier(named)}`
  await session.run(`RENAME TABLE ${clone(table)} TO ${clone(name)}`)
  return { ...dataset, table: name }
}

function isInner(table: string): boolean {
  return table.startsWith('.inner')
}

/** When one fails the other still comes to its end, and the first failure is thrown. */
async function allOrFirst<A, B>(work: [Promise<A>, Promise<B>]): Promise<[A, B]> {
  try {
    return await Promise.all(work)
  } catch (error) {
    await Promise.allSettled(work)
    throw error
  }
}

/** Of tables that others may write to meanwhile. */
async function passes(
  { session, seed, fingerprint }: TreeJob,
  datasets: readonly Dataset[],
): Promise<ReadonlyMap<Dataset, Pass>> {
  const moving = fingerprint ? datasets.filter(({ frozen }) => !frozen) : []
  return inTurn(moving, (dataset) => takePass(session, dataset, seed))
}

async function digestClones(
  { session, seed, fingerprint, context }: TreeJob,
  datasets: readonly Dataset[],
): Promise<ReadonlyMap<Dataset, Judged>> {
  const clones = fingerprint ? datasets.filter(({ frozen }) => frozen) : []
  return inTurn(clones, async (dataset) => {
    context.reporter.report({ event: 'phase', name: 'table', target: dataset.name })
    return await digestClone(session, dataset, seed)
  })
}

/** One after the other: the server works in parallel by itself. */
async function inTurn<T>(
  datasets: readonly Dataset[],
  step: (dataset: Dataset) => Promise<T>,
): Promise<ReadonlyMap<Dataset, T>> {
  const found = new Map<Dataset, T>()
  for (const dataset of datasets) found.set(dataset, await step(dataset))
  return found
}

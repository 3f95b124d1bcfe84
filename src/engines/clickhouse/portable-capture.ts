import { Readable } from 'node:stream'
import pLimit from 'p-limit'
import type { Capture, CaptureRequest, CaptureSink, EngineContext } from '../../core/engine.ts'
import type { Fingerprint } from '../../core/fingerprint.ts'
import { withSignal } from '../../runtime/engine-context.ts'
import { ACCESS, accessLimitation, readAccess } from './access.ts'
import { freeze, type Frozen } from './clones.ts'
import { columnList, fitsCsv } from './columns.ts'
import type { ClickHouseConnection } from './connection.ts'
import type { Dataset } from './datasets.ts'
import { digestClone } from './digest-clone.ts'
import { assemble, digestDataset } from './fingerprint.ts'
import { assertSupported, identify } from './identity.ts'
import { listFunctions, readInventory } from './inventory.ts'
import { limitationsOf } from './limitations.ts'
import { captureTree, isDelegable } from './native/capture-tree.ts'
import { nativeLimitations } from './native/version.ts'
import { waitForMutations } from './mutations.ts'
import { readRequirements, serverTime } from './probe.ts'
import { quoteIdentifier } from './quote.ts'
import { SCHEMA, writeSchema, type SchemaEntry, type StoredRows, type TreeRows } from './schema-part.ts'
import { openSession, type Session } from './session.ts'
import { judgePasses, takePass, type Judged } from './two-pass.ts'

/** Tables that are read at the same time. */
const PARALLEL = 2

interface Job {
  readonly connection: ClickHouseConnection
  readonly session: Session
  readonly sink: CaptureSink
  readonly seed: string
  readonly fingerprint: boolean
  readonly frozen: Frozen
  readonly context: EngineContext
}

/** Definitions as SQL and the rows of each table, from clones that all stand still, with the digests of the very same rows. */
export async function capturePortable(
  connection: ClickHouseConnection,
  { sink, fingerprint }: CaptureRequest,
  outer: EngineContext,
): Promise<Capture> {
  const stop = new AbortController()
  const context = withSignal(outer, AbortSignal.any([outer.signal, stop.signal]))
  await using session = await openSession(connection, context)
  assertSupported(session.version)
  const { database, mutationTimeoutMs: timeoutMs } = connection
  const requirements = await readRequirements(session, connection)
  const identity = await identify(session, connection)
  const mutations = await waitForMutations(session, { database, timeoutMs, context })
  const unstopped = { ...context, signal: new AbortController().signal }
  const openCleaner = () => openSession(connection, unstopped)
  await using frozen = await freeze({ session, database, context, openCleaner })
  const seed = Buffer.from(context.random.bytes(8)).readBigUInt64BE().toString()
  const job: Job = { connection, session, sink, seed, fingerprint, frozen, context }
  const captured = await captureAll(job, stop)
  await sink.stream(SCHEMA, Readable.from([writeSchema(await entriesOf(job, captured))]))
  const access = await readAccess(session)
  if (access !== undefined) await sink.stream(ACCESS, Readable.from([access]))
  const inPlace = captured.some(({ dataset }) => !dataset.frozen)
  return {
    identity,
    consistency: {
      kind: captured.some(mayHaveMoved) ? 'fuzzy' : 'perObject',
      fromAt: frozen.fromAt,
      toAt: inPlace ? await serverTime(session) : frozen.toAt,
    },
    fingerprint: fingerprint ? await fingerprintOf(job, captured) : undefined,
    requirements,
    limitations: [
      ...mutations,
      ...frozen.limitations,
      ...(connection.mode === 'native' ? nativeLimitations(session.version) : []),
      ...limitationsOf(frozen.objects, frozen.datasets),
      accessLimitation(access),
      ...(connection.format === 'csv' ? frozen.datasets.flatMap(beyondCsv) : []),
      ...captured.flatMap(movedSentence),
    ],
  }
}

interface Captured {
  readonly dataset: Dataset
  readonly stored: StoredRows | undefined
  /** Instead, where the server backs the rows up by itself. */
  readonly tree?: TreeRows
  readonly judged: Judged | undefined
}

/**
 * The rows, and beside them the digests of those that stand still. When one table fails the others are stopped, and the first failure
 * is thrown.
 */
async function captureAll(job: Job, stop: AbortController): Promise<readonly Captured[]> {
  const orStop = async <T>(step: () => Promise<T>): Promise<T> => {
    try {
      return await step()
    } catch (error) {
      stop.abort(error)
      throw error
    }
  }
  const isNative = (dataset: Dataset): boolean => job.connection.mode === 'native' && isDelegable(dataset)
  const streamed = job.frozen.datasets.filter((dataset) => !isNative(dataset))
  const still = job.fingerprint ? streamed.filter(({ frozen }) => frozen) : []
  const { session, seed } = job
  // The server works in parallel by itself: one digest after the other.
  const [reading, digesting] = [pLimit(PARALLEL), pLimit(1)]
  const rows = streamed.map((dataset) => reading(() => orStop(() => captureDataset(job, dataset))))
  const digests = still.map((dataset) => digesting(() => orStop(() => digestClone(session, dataset, seed))))
  const native = orStop(() => captureNative(job, job.frozen.datasets.filter(isNative)))
  try {
    const [captured, judged, backedUp] = await Promise.all([Promise.all(rows), Promise.all(digests), native])
    const found = new Map(judged.map((each, index) => [still[index], each]))
    return [
      ...captured.map((each) => ({ ...each, judged: found.get(each.dataset) ?? each.judged })),
      ...backedUp,
    ]
  } catch (error) {
    await Promise.allSettled([...rows, ...digests, native])
    throw error
  }
}

async function captureNative(job: Job, datasets: readonly Dataset[]): Promise<readonly Captured[]> {
  const captured = await captureTree(job, datasets)
  return captured.map((each) => ({ ...each, stored: undefined }))
}

async function captureDataset(job: Job, dataset: Dataset): Promise<Captured> {
  const { session, seed, context } = job
  context.reporter.report({ event: 'phase', name: 'table', target: dataset.name })
  if (dataset.frozen) {
    const { count } = await digestDataset(session, { ...dataset, columns: [] }, { seed, methods: new Map() })
    const stored = count === 0 ? undefined : await storeRows(job, dataset, count)
    return { dataset, stored, judged: undefined }
  }
  const before = await takePass(session, dataset, seed)
  const empty = [...before.values()].every(({ count }) => count === '0')
  const stored = empty ? undefined : await storeRows(job, dataset)
  const after = empty ? before : await takePass(session, dataset, seed)
  return { dataset, stored, judged: judgePasses(dataset, before, after) }
}

async function storeRows(
  { connection, session, sink, frozen }: Job,
  dataset: Dataset,
  rows?: number,
): Promise<StoredRows> {
  const { database, table, columns } = dataset
  const csv = connection.format === 'csv' && fitsCsv(columns)
  const format = csv ? 'CSVWithNamesAndTypes' : 'Native'
  const part = `table-${String(frozen.datasets.indexOf(dataset) + 1).padStart(4, '0')}.${csv ? 'csv' : 'native'}`
  const passed = { bytes: 0, crc32: 0 }
  const from = `${quoteIdentifier(database)}.${quoteIdentifier(table)}`
  const query = `SELECT ${columnList(columns)} FROM ${from} FORMAT ${format}`
  const { content, compressed } = await session.readPacked(query, { passed })
  await sink.stream(part, content, { compressed })
  return { part, format, ...passed, ...(rows === undefined ? {} : { rows }) }
}

async function entriesOf({ session, frozen }: Job, captured: readonly Captured[]): Promise<SchemaEntry[]> {
  const rowsOf = new Map(captured.map((each) => [each.dataset.name, each]))
  const functions = await listFunctions(session)
  return [
    ...functions.map((each) => ({ kind: 'function', engine: '', ...each })),
    ...frozen.objects.map(({ kind, name, engine, definition }) => {
      const { stored: data, tree } = rowsOf.get(name) ?? {}
      const rows = { ...(data === undefined ? {} : { data }), ...(tree === undefined ? {} : { tree }) }
      return { kind, name, engine, definition, ...rows }
    }),
  ]
}

async function fingerprintOf(
  { connection, session, frozen, seed }: Job,
  captured: readonly Captured[],
): Promise<Fingerprint> {
  const judged = captured.flatMap((each) => each.judged ?? [])
  const total = judged.reduce((sum, each) => sum + each.total, 0)
  const equal = judged.reduce((sum, each) => sum + each.equal, 0)
  return assemble({
    version: session.version,
    seed,
    coverage: equal === total ? { kind: 'exact' } : { kind: 'partial', equal, total },
    datasets: judged.flatMap((each) => each.fingerprint ?? []),
    leftOut: captured.flatMap(({ dataset, judged: found }) =>
      found !== undefined && found.fingerprint === undefined ? [dataset.name] : [],
    ),
    inventory: await readInventory(session, connection.database, frozen.objects),
  })
}

function beyondCsv({ name, columns }: Dataset): readonly string[] {
  return fitsCsv(columns)
    ? []
    : [`${name}: stored as Native, because CSV does not hold all of its types exactly.`]
}

/** Also where nobody looked. */
function mayHaveMoved({ dataset, judged }: Captured): boolean {
  return !dataset.frozen && (judged === undefined || judged.equal < judged.total)
}

function movedSentence({ dataset, judged }: Captured): readonly string[] {
  if (judged === undefined) {
    return dataset.frozen
      ? []
      : [
          `${dataset.name}: was backed up in place, and without a fingerprint nobody looked whether rows came or went.`,
        ]
  }
  if (judged.equal === judged.total) return []
  const share = dataset.inParts ? `${judged.total - judged.equal} of ${judged.total} partitions` : 'it'
  return [`${dataset.name}: rows came or went while they were read; ${share} cannot be compared.`]
}

import prettyMs from 'pretty-ms'
import type { Capture, CaptureRequest, CaptureSink, EngineContext, Probe } from '../../../core/engine.ts'
import { isLifeboatError, LifeboatError } from '../../../core/errors.ts'
import { duringOutage, explainOutage, type Outage } from './outage.ts'
import { DUMP, SYSTEM_DUMP } from './parts.ts'
import { requireInUse, requireStopped, type Asked } from './preflight.ts'
import { programWords } from './program-words.ts'
import { recoverStopped, type MarkedServer } from './recover.ts'
import { requireWindow, type DowntimeWindow } from './require-window.ts'
import type { AdminProgram } from './server-host.ts'
import { fingerprintDump, fingerprintStill, type BookmarkedSource } from './standstill.ts'
import { newStopMark } from './stop-mark.ts'

/** A database that is dumped while its server is stopped. */
export interface OfflineSource extends BookmarkedSource, MarkedServer {
  readonly database: string
  readonly window: DowntimeWindow
  /** Whether the system database is dumped too. */
  readonly system: boolean
  readonly probe: () => Promise<Probe>
}

/**
 * Fingerprints over Bolt, stops the server, dumps, and starts it again whatever happened. The fingerprint counts only when its last
 * transaction is the last one in the store that was dumped. Throws `outside-window` before anything is stopped.
 */
export async function captureOffline(
  source: OfflineSource,
  request: CaptureRequest,
  context: EngineContext,
): Promise<Capture> {
  requireWindow(source.window, context.clock.now())
  const recovered = await recoverStopped(source, context)
  if (recovered !== undefined) context.reporter.report({ event: 'warning', message: recovered })
  const probe = await source.probe()
  const probedMs = context.clock.monotonicMs()
  const still = request.fingerprint ? await fingerprintStill(source) : undefined
  const { result, downtimeMs, notBack } = await dumpMarked(source, { probe, ...request }, context)
  const answers = notBack === undefined
  const fingerprint = request.fingerprint
    ? await fingerprintDump(source, still, { lastTransaction: result.lastTransaction, answers })
    : undefined
  const serverTime = (ms: number): string =>
    new Date(probe.serverTime.getTime() + Math.round(ms - probedMs)).toISOString()
  return {
    identity: probe.identity,
    consistency: {
      kind: 'transactional',
      fromAt: serverTime(result.stoppingMs),
      toAt: serverTime(result.stoppedMs),
    },
    fingerprint,
    requirements: { ...probe.requirements, downtimeMs: String(downtimeMs) },
    limitations: [
      `Neo4j was down for ${prettyMs(downtimeMs)} while this backup was taken.`,
      ...(source.system ? [] : ['Users and roles are not in this backup: control.system adds them.']),
      ...(request.fingerprint && fingerprint === undefined ? [MOVED] : []),
    ],
    ...(notBack === undefined ? {} : { alarm: notBack }),
  }
}

const MOVED =
  'Something was committed between the fingerprint and the stop of Neo4j, so the fingerprint was discarded.'

/** By the monotonic clock. */
interface Dumped {
  readonly lastTransaction: bigint | undefined
  readonly stoppingMs: number
  readonly stoppedMs: number
}

interface DumpRequest extends CaptureRequest {
  readonly probe: Probe
}

/** The mark is there from before the stop until the server answers again. */
async function dumpMarked(
  source: OfflineSource,
  { probe, sink, fingerprint }: DumpRequest,
  context: EngineContext,
): Promise<Outage<Dumped>> {
  const { host, database } = source
  await host.mark(newStopMark(context.runId, context.clock.now()))
  let untouched = true
  try {
    await using admin = await host.openAdmin(probe.identity.version)
    const asked = { admin, database, place: host.description }
    await requireInUse(asked)
    // The fingerprint may have taken longer than the window is open.
    requireWindow(source.window, context.clock.now())
    context.signal.throwIfAborted()
    untouched = false
    const stoppingMs = context.clock.monotonicMs()
    const work = async (): Promise<Dumped & { readonly stored: readonly Stored[] }> => {
      const stoppedMs = context.clock.monotonicMs()
      // It costs a second of downtime, and only a fingerprint needs it.
      const lastTransaction = fingerprint ? (await requireStopped(asked)).lastTransaction : undefined
      return { lastTransaction, stoppingMs, stoppedMs, stored: await dumpAll(source, asked, sink) }
    }
    const outage = await duringOutage(source, work, context)
    await Promise.all(outage.result.stored.map(({ confirmed }) => confirmed)).catch((error: unknown) => {
      throw explainOutage(outage.notBack, error)
    })
    return outage
  } finally {
    if (untouched) await host.unmark()
  }
}

interface Stored {
  /** When the store has every byte. */
  readonly confirmed: Promise<void>
}

async function dumpAll(
  { database, system }: OfflineSource,
  { admin }: Asked,
  sink: CaptureSink,
): Promise<readonly Stored[]> {
  const data = await dump(admin, { database, part: DUMP, sink })
  return system ? [data, await dump(admin, { database: 'system', part: SYSTEM_DUMP, sink })] : [data]
}

/** Resolves when the program has written everything: the server need not stay down until the store has confirmed it. */
async function dump(
  admin: AdminProgram,
  { database, part, sink }: { readonly database: string; readonly part: string; readonly sink: CaptureSink },
): Promise<Stored> {
  const { promise: written, resolve } = Promise.withResolvers<void>()
  const confirmed = sink.stream(
    part,
    async (output) => {
      await admin.pipe(['database', 'dump', database, '--to-stdout'], output).catch(explainDump)
      resolve()
    },
    { compressed: true },
  )
  confirmed.catch(() => undefined)
  await Promise.race([written, confirmed])
  return { confirmed }
}

function explainDump(error: unknown): never {
  if (!isLifeboatError(error, 'program-failed')) throw error
  throw new LifeboatError({
    code: 'program-failed',
    what: error.what,
    why: programWords(error),
    cause: error,
  })
}

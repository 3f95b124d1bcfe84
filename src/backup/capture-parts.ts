import { Readable } from 'node:stream'
import type { Capture, EngineContext, ServerIdentity } from '../core/engine.ts'
import { LifeboatError } from '../core/errors.ts'
import type { DelegatedPart, Part } from '../core/manifest.ts'
import { canonicalBytes } from '../evidence/canonical.ts'
import type { RunLog } from '../evidence/run-log.ts'
import type { TargetJob } from '../evidence/target-job.ts'
import type { Deadline } from './deadline.ts'
import { findEarlierTree } from './delegated/earlier-tree.ts'
import { checkFingerprint } from './fingerprint-schema.ts'
import { Pace } from './pace.ts'
import { FINGERPRINT_PART, PartSink } from './part-sink.ts'

export interface CaptureRun {
  readonly id: string
  readonly connection: unknown
  readonly identity: ServerIdentity
  readonly log: Pick<RunLog, 'id' | 'limitation'>
  /** Of what this backup is based on, until it has ended. */
  readonly leases: AsyncDisposableStack
  /** With the deadline's signal. */
  readonly context: EngineContext
  readonly deadline: Deadline
}

export interface CapturedParts {
  readonly capture: Capture
  readonly parts: readonly Part[]
  /** What the server wrote by itself. */
  readonly delegated: readonly DelegatedPart[]
}

/** Has the engine stream its parts into the store, the fingerprint last. When it throws nothing is being stored any more. */
export async function captureParts(job: TargetJob, run: CaptureRun): Promise<CapturedParts> {
  const { target, engine, store, encryption } = job
  const { id, context, deadline } = run
  const request = {
    store,
    target: target.name,
    id,
    recipients: encryption.recipients,
    consent: target.encryption,
    earlier: (name: string) => findEarlierTree({ ...run, job, name }),
    context,
  }
  const { volumeBytes, bytesPerSecond } = target.settings
  const pace = bytesPerSecond === undefined ? {} : { pace: new Pace(bytesPerSecond, context) }
  const sink = new PartSink({ ...request, ...pace, volumeBytes }, deadline)
  try {
    const { fingerprint } = target.settings
    const capture = await deadline.bound(engine.capture(run.connection, { sink, fingerprint }, context))
    if (!sink.used) throw nothingCaptured(engine.name)
    if (capture.fingerprint !== undefined) {
      const content = canonicalBytes(capture.fingerprint)
      requireReadable(content)
      await sink.stream(FINGERPRINT_PART, Readable.from([content]))
    }
    return { capture, ...(await sink.finish()) }
  } catch (error) {
    deadline.stop(error)
    await deadline.bound(sink.settle())
    throw error
  }
}

/** A backup whose fingerprint no verification, drill or restore will take must fail now, while the source is still there. */
function requireReadable(content: Uint8Array): void {
  try {
    checkFingerprint(JSON.parse(Buffer.from(content).toString('utf8')))
  } catch (error) {
    throw new LifeboatError({
      code: 'capture-failed',
      what: 'the fingerprint of the source could not be read back',
      why: error instanceof LifeboatError ? (error.why ?? error.what) : String(error),
      fix: 'report this as a bug of the engine; a backup without a fingerprint (settings.fingerprint: false) is possible meanwhile',
      cause: error,
    })
  }
}

function nothingCaptured(engine: string): LifeboatError {
  return new LifeboatError({
    code: 'capture-failed',
    what: `the ${engine} engine captured nothing`,
    fix: 'report this as a bug of the engine',
  })
}

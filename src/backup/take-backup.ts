import type { LifeboatError } from '../core/errors.ts'
import type { Manifest } from '../core/manifest.ts'
import { disclosureLimitations } from '../evidence/publish-datasets.ts'
import type { RunLog } from '../evidence/run-log.ts'
import { withSignal } from '../runtime/engine-context.ts'
import { TOOL_VERSION } from '../runtime/tool-version.ts'
import { factsOf, provable, type TakenFacts } from './backup-facts.ts'
import { captureLimitations, noteLimitations, probeLimitations } from './backup-limitations.ts'
import type { TargetJob } from '../evidence/target-job.ts'
import type { BackupJob } from './backup.ts'
import { captureParts, type CapturedParts } from './capture-parts.ts'
import type { Deadline } from './deadline.ts'
import { requireBases } from './delegated/bases.ts'
import { guardSource } from './guard-source.ts'
import { FINGERPRINT_PART } from './part-sink.ts'
import { writeMarker, type StartedMarker } from './started-marker.ts'
import { writeManifest } from './write-manifest.ts'

/** A backup that exists. */
interface Taking {
  readonly facts: TakenFacts
  /** What its run must end with all the same. */
  readonly alarm: LifeboatError | undefined
}

/** The steps of a backup in their order: marker, probe, parts, manifest. Whatever fails before the last leaves no backup. */
export async function takeBackup(job: BackupJob, log: RunLog, deadline: Deadline): Promise<Taking> {
  const context = withSignal(job.context, deadline.signal)
  const disclosure = { disclosure: job.policy.disclosure, key: await job.policy.evidenceKey() }
  for (const sentence of disclosureLimitations(disclosure)) log.limitation(sentence)
  const marker = await log.phase('start', () => markStarted(job, log.id))
  const limitations = new Set<string>()
  const { connection, identity } = await log.phase('probe', async () => {
    const made = await job.target.connect()
    const probe = await deadline.bound(job.engine.probe(made, context))
    for (const sentence of probeLimitations(probe, context.clock.now())) limitations.add(sentence)
    const accepted = await guardSource({
      store: job.store,
      target: job.target.name,
      engine: job.engine,
      identity: probe.identity,
      now: context.clock.now(),
      accept: job.acceptNewSource === true,
    })
    if (accepted !== undefined) log.limitation(accepted)
    return { connection: made, identity: probe.identity }
  })
  await using leases = new AsyncDisposableStack()
  const run = { id: log.id, connection, identity, log, leases, context, deadline }
  const captured = await log.phase('capture', () => captureParts(job, run))
  deadline.signal.throwIfAborted()
  for (const sentence of captureLimitations(job, captured)) limitations.add(sentence)
  noteLimitations(limitations, log)
  const startedAt = log.startedAt.toISOString()
  const manifest = toManifest(job, { ...captured, marker, startedAt, limitations: [...limitations] })
  await requireBases(manifest, job.store)
  const made = await log.phase('manifest', () => writeManifest(job.store, manifest, marker))
  const facts = {
    backup: made.reference,
    availableAt: made.availableAt,
    ...factsOf(captured, disclosure),
  }
  return { facts, alarm: captured.capture.alarm }
}

function markStarted({ store, target, context }: TargetJob, id: string): Promise<StartedMarker> {
  const timeoutMs = target.settings.backupTimeoutMs
  return writeMarker({ store, target: target.name, id, timeoutMs, context })
}

interface Taken extends CapturedParts {
  readonly marker: StartedMarker
  readonly startedAt: string
  readonly limitations: readonly string[]
}

function toManifest({ policy, target, engine, encryption }: TargetJob, taken: Taken): Manifest {
  const { capture } = taken
  return {
    format: 'lifeboat-manifest/1',
    id: taken.marker.id,
    project: policy.project,
    target: target.name,
    engine: engine.name,
    toolVersion: TOOL_VERSION,
    startedAt: taken.startedAt,
    server: capture.identity,
    consistency: capture.consistency,
    requirements: capture.requirements,
    recipients: encryption.recipients,
    parts: taken.parts,
    ...(taken.delegated.length === 0 ? {} : { delegated: taken.delegated }),
    ...(capture.fingerprint === undefined
      ? {}
      : { fingerprint: { part: FINGERPRINT_PART, ...provable(capture.fingerprint) } }),
    limitations: taken.limitations,
  }
}

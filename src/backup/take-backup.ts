import type { Capture } from '../core/engine.ts'
import type { Manifest, Part } from '../core/manifest.ts'
import { disclosureLimitations } from '../evidence/publish-datasets.ts'
import type { RunLog } from '../evidence/run-log.ts'
import { withSignal } from '../runtime/engine-context.ts'
import { TOOL_VERSION } from '../runtime/tool-version.ts'
import { factsOf, provable, type TakenFacts } from './backup-facts.ts'
import { captureLimitations, noteLimitations, probeLimitations } from './backup-limitations.ts'
import type { TargetJob } from '../evidence/target-job.ts'
import type { BackupJob } from './backup.ts'
import { captureParts } from './capture-parts.ts'
import type { Deadline } from './deadline.ts'
import { guardSource } from './guard-source.ts'
import { FINGERPRINT_PART } from './part-sink.ts'
import { writeMarker, type StartedMarker } from './started-marker.ts'
import { writeManifest } from './write-manifest.ts'

/** The steps of a backup in their order: marker, probe, parts, manifest. Whatever fails before the last leaves no backup. */
export async function takeBackup(job: BackupJob, log: RunLog, deadline: Deadline): Promise<TakenFacts> {
  const context = withSignal(job.context, deadline.signal)
  const disclosure = { disclosure: job.policy.disclosure, key: await job.policy.evidenceKey() }
  for (const sentence of disclosureLimitations(disclosure)) log.limitation(sentence)
  const marker = await log.phase('start', () => markStarted(job, log.id))
  const limitations = new Set<string>()
  const connection = await log.phase('probe', async () => {
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
    return made
  })
  const run = { id: log.id, connection, context, deadline }
  const { capture, parts } = await log.phase('capture', () => captureParts(job, run))
  deadline.signal.throwIfAborted()
  for (const sentence of captureLimitations(job, capture)) limitations.add(sentence)
  noteLimitations(limitations, log)
  const startedAt = log.startedAt.toISOString()
  const manifest = toManifest(job, { marker, startedAt, capture, parts, limitations: [...limitations] })
  const made = await log.phase('manifest', () => writeManifest(job.store, manifest, marker))
  return { backup: made.reference, availableAt: made.availableAt, ...factsOf(capture, parts, disclosure) }
}

function markStarted({ store, target, context }: TargetJob, id: string): Promise<StartedMarker> {
  const timeoutMs = target.settings.backupTimeoutMs
  return writeMarker({ store, target: target.name, id, timeoutMs, context })
}

interface Taken {
  readonly marker: StartedMarker
  readonly startedAt: string
  readonly capture: Capture
  readonly parts: readonly Part[]
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
    ...(capture.fingerprint === undefined
      ? {}
      : { fingerprint: { part: FINGERPRINT_PART, ...provable(capture.fingerprint) } }),
    limitations: taken.limitations,
  }
}

import { join } from 'node:path'
import { fetchParts, partSource } from '../backup/part-reader.ts'
import { readFingerprint } from '../backup/read-fingerprint.ts'
import { LifeboatError } from '../core/errors.ts'
import { specOf } from '../core/fingerprint.ts'
import type { RestoreRecord } from '../core/record.ts'
import { compare, type Comparison } from '../drill/compare.ts'
import { publishComparison } from '../drill/publish-comparison.ts'
import { deliverRecord } from '../evidence/deliver-record.ts'
import type { RunLog } from '../evidence/run-log.ts'
import { beginJob, type TargetJob } from '../evidence/target-job.ts'
import { guardRestore, requireConfirmation } from './guard.ts'
import type { RestorePlan } from './plan.ts'
import { planRestore } from './plan-restore.ts'

export interface RestoreRequest extends TargetJob {
  /** As `selectBackup` takes it. */
  readonly selector: string
  /** An address, or a name on the target's own server. */
  readonly into: string
  readonly acceptUnanchored: boolean
  /** Is shown the plan, before anything is refused. */
  readonly show: (plan: RestorePlan) => void
  /** `stop` ends without a record, because nothing was attempted. */
  readonly confirm: (plan: RestorePlan) => Promise<'typed' | 'flag' | 'refused' | 'stop'>
}

/** What became known on the way, for the record of whatever end it takes. */
interface Progress {
  readonly log: RunLog
  plan?: RestorePlan
  confirmedBy: RestoreRecord['confirmedBy']
  comparison?: Comparison
}

/**
 * Restores a backup into an empty destination: plan, guard, confirmation, fetch and verify, load, compare, record.
 * Undefined when the caller only wanted the plan. Every other end is a record, also a refusal.
 */
export async function runRestore(request: RestoreRequest): Promise<RestoreRecord | undefined> {
  const progress: Progress = { log: beginJob(request), confirmedBy: 'none' }
  let reason: unknown
  try {
    if ((await attempt(request, progress)) === 'stop') return undefined
  } catch (error) {
    reason = error
  }
  return conclude(request, progress, reason)
}

async function attempt(request: RestoreRequest, progress: Progress): Promise<'done' | 'stop'> {
  const { log } = progress
  const { target, engine, context, acceptUnanchored } = request
  const destination = engine.destination(await sourceConnection(request), request.into)
  const { plan, manifest } = await log.phase('plan', () =>
    planRestore({ ...request, target: target.name, destination }),
  )
  progress.plan = plan
  request.show(plan)
  guardRestore(plan, acceptUnanchored)
  const answer = await request.confirm(plan)
  if (answer === 'stop') return 'stop'
  requireConfirmation(answer, plan)
  progress.confirmedBy = answer
  const opened = await log.phase('fetch', () =>
    fetchParts(manifest, { store: request.store, directory: join(context.workDir, 'volumes'), context }),
  )
  const parts = partSource(manifest, opened, { ...request.encryption, context })
  await using tools = await context.tools(engine.server.need(plan.destination.version))
  const loaded = await engine.load(
    { kind: 'server', connection: destination, tools },
    { parts, purpose: 'destination', parallel: target.settings.parallel },
    context,
  )
  for (const phase of loaded.phases) log.measured(phase)
  for (const text of [...manifest.limitations, ...loaded.limitations]) log.limitation(text)
  const source = await readFingerprint(manifest, parts)
  if (source === undefined) {
    log.limitation(
      `Backup ${plan.backup.id} has no fingerprint: what came back was not compared with the source.`,
    )
    return 'done'
  }
  progress.comparison = await log.phase('validate', async () =>
    compare(source, await engine.fingerprint(loaded.connection, specOf(source), context)),
  )
  requireSameContent(progress.comparison, log)
  return 'done'
}

/** A name needs the target's own server; an address does not, and the source may be gone by then. */
async function sourceConnection({ target, into }: RestoreRequest): Promise<unknown> {
  return into.includes('://') ? undefined : target.connect()
}

function requireSameContent({ comparable, differences, warnings }: Comparison, log: RunLog): void {
  for (const text of warnings) log.limitation(text)
  if (!comparable)
    log.limitation(
      'The content could not be compared: the destination is of another major version, or there is none.',
    )
  if (differences.length === 0) return
  throw new LifeboatError({
    code: 'content-different',
    what: 'what was restored differs from the fingerprint of the source',
    why: differences.join('; '),
    fix: 'do not use it; restore another backup, and drill this one: lifeboat drill',
  })
}

async function conclude(
  request: RestoreRequest,
  progress: Progress,
  reason: unknown,
): Promise<RestoreRecord> {
  const { log, plan, confirmedBy, comparison } = progress
  const key = await request.policy.evidenceKey()
  const record: RestoreRecord = {
    ...log.finish(reason),
    kind: 'restore',
    ...(plan === undefined ? {} : { backup: plan.backup }),
    anchor: plan?.anchor ?? 'none',
    acceptedUnanchored: request.acceptUnanchored,
    ...(plan === undefined
      ? {}
      : { destination: { address: plan.destination.address, identity: plan.destination.id } }),
    confirmedBy,
    ...(comparison === undefined
      ? {}
      : { comparison: publishComparison(comparison, { disclosure: request.policy.disclosure, key }) }),
  }
  return deliverRecord(record, { store: request.store, reporter: request.context.reporter, reason })
}

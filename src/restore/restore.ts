import { join } from 'node:path'
import { noteLimitations } from '../backup/backup-limitations.ts'
import { basesOf } from '../backup/delegated/bases.ts'
import { openTrees } from '../backup/delegated/open-trees.ts'
import { verifyTrees } from '../backup/delegated/verify-trees.ts'
import { takeLease } from '../backup/lease.ts'
import { fetchParts, partSource } from '../backup/part-reader.ts'
import { readFingerprint } from '../backup/read-fingerprint.ts'
import { readVolumes, type OpenVolumes } from '../backup/read-volumes.ts'
import { judgeVerification } from '../backup/verification-verdict.ts'
import { LifeboatError } from '../core/errors.ts'
import { specOf } from '../core/fingerprint.ts'
import type { Tools } from '../core/machine.ts'
import type { Manifest } from '../core/manifest.ts'
import type { RestoreRecord } from '../core/record.ts'
import { compare, type Comparison } from '../drill/compare.ts'
import { publishComparison } from '../drill/publish-comparison.ts'
import { deliverRecord } from '../evidence/deliver-record.ts'
import { asUnwritten, UndeliveredRecord } from '../evidence/undelivered-record.ts'
import { disclosureLimitations, type DisclosureOptions } from '../evidence/publish-datasets.ts'
import type { RunLog } from '../evidence/run-log.ts'
import { beginJob, type TargetJob } from '../evidence/target-job.ts'
import { noTools } from '../runtime/no-tools.ts'
import { guardRestore, requireConfirmation, requirePlanned } from './guard.ts'
import type { RestorePlan } from './plan.ts'
import { planRestore } from './plan-restore.ts'

export interface RestoreRequest extends TargetJob {
  /** As `selectBackup` takes it. */
  readonly selector: string
  /** An address, or a name on the target's own server. */
  readonly into: string
  /** Puts a tunnel in front of a destination that is an address of its own. */
  readonly reach?: (destination: unknown) => Promise<unknown>
  readonly acceptUnanchored: boolean
  /** The digest of the destination that was planned elsewhere; any other is refused. */
  readonly expectedDestination?: string
  /** Ends after the plan and the guard, without a record, because nothing was attempted. */
  readonly planOnly: boolean
  /** Is shown the plan, before anything is refused. */
  readonly show: (plan: RestorePlan) => void
  readonly confirm: (plan: RestorePlan) => Promise<'typed' | 'flag' | 'refused'>
  /** The second control in force, for the record. */
  readonly approval?: NonNullable<RestoreRecord['approval']>
}

/** What became known on the way, for the record of whatever end it takes. */
interface Progress {
  readonly log: RunLog
  disclosure: DisclosureOptions
  plan?: RestorePlan
  confirmedBy: RestoreRecord['confirmedBy']
  comparison?: Comparison
}

/**
 * Restores a backup into an empty destination: plan, guard, confirmation, fetch and verify, load, compare, record.
 * Every end is a record, also a refusal; undefined when the caller only wanted the plan, whose refusal is then thrown.
 * Throws `evidence-undelivered` when a restore that succeeded could not write its record.
 */
export async function runRestore(request: RestoreRequest): Promise<RestoreRecord | undefined> {
  const disclosure = { disclosure: request.policy.disclosure, key: undefined }
  const progress: Progress = { log: beginJob(request), disclosure, confirmedBy: 'none' }
  if (request.planOnly) {
    await plan(request, progress)
    return undefined
  }
  let reason: unknown
  try {
    const ready = await plan(request, progress)
    await requireEvidenceKey(request, progress)
    await attempt(request, progress, ready)
  } catch (error) {
    reason = error
  }
  return conclude(request, progress, reason)
}

interface Ready {
  readonly plan: RestorePlan
  readonly manifest: Manifest
  readonly destination: unknown
}

async function plan(request: RestoreRequest, progress: Progress): Promise<Ready> {
  const { target, engine, acceptUnanchored } = request
  const named = engine.destination(await sourceConnection(request), request.into)
  const destination = isAddress(request.into) && request.reach ? await request.reach(named) : named
  const found = await progress.log.phase('plan', () =>
    planRestore({ ...request, target: target.name, destination }),
  )
  progress.plan = found.plan
  request.show(found.plan)
  requirePlanned(found.plan, request.expectedDestination)
  guardRestore(found.plan, acceptUnanchored)
  return { ...found, destination }
}

/** Asked for before anything is loaded: a restore whose record cannot be made is not begun. */
async function requireEvidenceKey({ policy }: RestoreRequest, progress: Progress): Promise<void> {
  progress.disclosure = { ...progress.disclosure, key: await policy.evidenceKey() }
  for (const sentence of disclosureLimitations(progress.disclosure)) progress.log.limitation(sentence)
}

async function attempt(request: RestoreRequest, progress: Progress, ready: Ready): Promise<void> {
  const { log } = progress
  const { target, engine, context } = request
  const { plan: planned, manifest, destination } = ready
  const answer = await request.confirm(planned)
  requireConfirmation(answer, planned)
  progress.confirmedBy = answer
  const timeoutMs = target.settings.drillTimeoutMs
  const bases = basesOf(manifest)
  await using _lease = await takeLease(request, { backupId: manifest.id, bases, timeoutMs, log })
  const opened = await log.phase('fetch', () =>
    fetchParts(manifest, { store: request.store, directory: join(context.workDir, 'volumes'), context }),
  )
  await requireWholeTrees(request, manifest, log)
  const { trees } = await openTrees(manifest, request)
  const parts = partSource(manifest, opened, { ...request.encryption, trees, context })
  const source = await log.phase('decrypt', () => readFingerprint(manifest, parts))
  await using tools = await toolsFor(request, planned)
  const loaded = await engine.load(
    { kind: 'server', connection: destination, tools },
    { parts, purpose: 'destination', parallel: target.settings.parallel },
    context,
  )
  for (const phase of loaded.phases) log.measured(phase)
  noteLimitations(manifest.limitations, log)
  for (const text of loaded.limitations) log.named(text)
  if (source === undefined) {
    log.limitation(
      `Backup ${planned.backup.id} has no fingerprint: what came back was not compared with the source.`,
    )
    return
  }
  try {
    progress.comparison = await log.phase('validate', async () =>
      compare(source, await engine.fingerprint(loaded.connection, specOf(source), context)),
    )
    requireSameContent(progress.comparison, log)
  } catch (error) {
    log.limitation(`Everything had been loaded by then, and is still in ${planned.destination.address}.`)
    throw error
  }
}

/** What a server reads from the store by itself is compared before: the server would not notice, or only when it is all in. */
async function requireWholeTrees(request: RestoreRequest, manifest: Manifest, log: RunLog): Promise<void> {
  const volumes: OpenVolumes = (part) => readVolumes(part, request.store)
  const { bad } = await verifyTrees(request, manifest, { volumes, log })
  const problem = judgeVerification({ backupId: manifest.id, bad, checks: [], complaints: [] })
  if (problem !== undefined) throw problem
}

async function toolsFor({ engine, context }: RestoreRequest, { destination }: RestorePlan): Promise<Tools> {
  if (engine.capabilities.loadsWithPrograms === false) return noTools()
  return context.tools(engine.server.need(destination.version))
}

/** A name needs the target's own server; an address does not, and the source may be gone by then. */
async function sourceConnection({ target, into }: RestoreRequest): Promise<unknown> {
  return isAddress(into) ? undefined : target.connect()
}

function isAddress(into: string): boolean {
  return into.includes('://')
}

function requireSameContent({ comparable, differences, warnings }: Comparison, log: RunLog): void {
  for (const text of warnings) log.named(text)
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
  const { log, plan: planned, confirmedBy, comparison, disclosure } = progress
  const record: RestoreRecord = {
    ...log.finish(reason),
    kind: 'restore',
    ...(planned === undefined ? {} : { backup: planned.backup }),
    anchor: planned?.anchor ?? 'none',
    acceptedUnanchored: request.acceptUnanchored,
    ...(planned === undefined
      ? {}
      : { destination: { address: planned.destination.address, identity: planned.destination.id } }),
    confirmedBy,
    ...(request.approval === undefined ? {} : { approval: request.approval }),
    ...(comparison === undefined ? {} : { comparison: publishComparison(comparison, disclosure) }),
  }
  try {
    return await deliverRecord(record, { store: request.store, reporter: request.context.reporter, reason })
  } catch (error) {
    throw error instanceof UndeliveredRecord ? unrecorded(asUnwritten(record), error) : error
  }
}

/** What was restored stays, and the same restore again would be refused. */
function unrecorded(record: RestoreRecord, cause: LifeboatError): LifeboatError {
  const { backup, destination } = record
  const told = new LifeboatError({
    code: 'evidence-undelivered',
    what: `backup ${backup?.id} was restored into ${destination?.address}, but the record of that could not be kept`,
    why: cause.message,
    fix: 'use what was restored, and keep this output in place of the record; make the store writable before the next run',
    cause,
  })
  return new UndeliveredRecord(record, told)
}

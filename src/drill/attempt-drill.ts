import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { noteLimitations } from '../backup/backup-limitations.ts'
import {
  basesOf,
  findChainAnchor,
  requireBases,
  unvouchedFor,
  type ChainAnchor,
} from '../backup/delegated/bases.ts'
import { compareListings } from '../backup/delegated/compare-listings.ts'
import { judgeVerification } from '../backup/verification-verdict.ts'
import { openTrees } from '../backup/delegated/open-trees.ts'
import { takeLease } from '../backup/lease.ts'
import { fetchParts, partSource } from '../backup/part-reader.ts'
import { readFingerprint } from '../backup/read-fingerprint.ts'
import { readManifest } from '../backup/read-manifest.ts'
import type { Deadline } from '../backup/deadline.ts'
import type { PartSource } from '../core/engine.ts'
import { LifeboatError } from '../core/errors.ts'
import { specOf, type Fingerprint } from '../core/fingerprint.ts'
import type { Manifest } from '../core/manifest.ts'
import { findAnchor } from '../evidence/anchors.ts'
import type { RunLog } from '../evidence/run-log.ts'
import { withSignal } from '../runtime/engine-context.ts'
import { runApplicationChecks } from './application-checks.ts'
import { boundEngine } from './bound-engine.ts'
import { chooseBackup, newSeed } from './choose-backup.ts'
import { compare } from './compare.ts'
import type { DrillFacts } from './drill-facts.ts'
import type { DrillJob, GroupCopy } from './drill.ts'
import {
  integrityChecks,
  judgeSchema,
  prepareRules,
  runIntegrityRules,
  type PreparedRule,
} from './integrity-rules.ts'
import { requireDetection, runNegativeControl } from './negative-control.ts'
import { ofTarget } from './plan-schema.ts'
import { requireChecks } from './require-checks.ts'
import { noteVersion, openSandbox, type Sandbox } from './sandbox.ts'

export interface DrillRun {
  readonly log: RunLog
  readonly deadline: Deadline
  readonly facts: DrillFacts
}

/** The steps of a drill in their order; what each found is in `facts`, and the sandbox is gone when this returns or throws. */
export async function attemptDrill(job: DrillJob, run: DrillRun): Promise<void> {
  const context = withSignal(job.context, run.deadline.signal)
  const rules = prepareRules(ofTarget(job.plan.integrity, job.target.name), job.engine)
  const manifest = await run.log.phase('select', () => select(job, run))
  const timeoutMs = job.target.settings.drillTimeoutMs
  const bases = basesOf(manifest)
  await using _lease = await takeLease(job, { backupId: manifest.id, bases, timeoutMs, log: run.log })
  const directory = join(context.workDir, `drill-${run.log.id}`)
  try {
    const engine = boundEngine(job.engine, run.deadline)
    await inSandbox({ ...job, context, engine }, run, { manifest, directory, rules })
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function select(job: DrillJob, { facts }: DrillRun): Promise<Manifest> {
  const { store, ledger, target, plan, selector, context, chosen } = job
  if (chosen instanceof LifeboatError) throw chosen
  const sources = { store, ...(ledger === undefined ? {} : { ledger }) }
  const { entry, selection } =
    chosen ??
    (await chooseBackup({
      ...sources,
      target: target.name,
      method: plan.select,
      seed: newSeed(context.random),
      note: (chosenFrom) => {
        facts.selection = chosenFrom
      },
      ...(selector === undefined ? {} : { selector }),
    }))
  facts.selection = selection
  const anchor = await findAnchor(target.name, entry.id, sources)
  facts.anchor = anchor.anchor
  const { manifest, sha256 } = await readManifest(store, { ...entry, engine: job.engine.name }, anchor)
  const manifestKey = entry.manifestKey
  facts.backup = { id: entry.id, store: store.name, manifestKey, manifestSha256: sha256 }
  facts.consistency = manifest.consistency
  // What is gone is told before what nothing vouches for.
  await requireBases(manifest, store)
  const chain = await findChainAnchor(manifest, anchor.anchor, sources)
  facts.anchor = chain.anchor
  if (chain.anchor === 'none' && job.acceptUnanchored !== true) throw unanchored(entry.id, chain)
  return manifest
}

interface Backup {
  readonly manifest: Manifest
  readonly directory: string
  readonly rules: readonly PreparedRule[]
}

async function inSandbox(job: DrillJob, run: DrillRun, backup: Backup): Promise<void> {
  const { log, facts } = run
  const { clock } = job.context
  noteLimitations(backup.manifest.limitations, log)
  const startedMs = clock.monotonicMs()
  const sandbox = await log.phase('provision', () => openSandbox(job, run, backup.manifest))
  let failure: { readonly reason: unknown } | undefined
  try {
    const { connection, expected } = await restore(job, run, { ...backup, sandbox })
    await log.phase('validate', () => validate(job, run, { connection, expected, rules: backup.rules }))
    if (facts.comparison?.equal === true) facts.rtaMs = Math.round(clock.monotonicMs() - startedMs)
    await joinGroup(job, run, { connection, sandbox })
    await log.phase('checks', () => check(job, run, { connection, expected, rules: backup.rules }))
  } catch (error) {
    failure = { reason: await sandbox.explain(run.deadline.explain(error)) }
  }
  await log.phase('destroy', () => sandbox.destroy(failure?.reason))
  if (failure !== undefined) throw failure.reason
}

/** Hands a validated copy to the group and waits until the group is done with it. */
async function joinGroup(
  { group, engine, context }: DrillJob,
  { log, facts, deadline }: DrillRun,
  { connection, sandbox }: { readonly connection: unknown; readonly sandbox: Sandbox },
): Promise<void> {
  if (group === undefined) return
  const copy: GroupCopy = {
    keys: (question) => engine.keys(connection, question, context),
    bound: (work) => deadline.bound(work),
    explain: async (error) => sandbox.explain(deadline.explain(error)),
    ...(facts.consistency === undefined ? {} : { consistency: facts.consistency }),
  }
  facts.reconciliation = await log.phase('group', () => deadline.bound(group.joined(copy)))
}

interface Restored {
  readonly connection: unknown
  readonly expected: Fingerprint | undefined
}

type Validated = Restored & Pick<Backup, 'rules'>

async function restore(
  job: DrillJob,
  { log, facts }: DrillRun,
  { manifest, directory, sandbox }: Backup & { readonly sandbox: Sandbox },
): Promise<Restored> {
  const { store, context, encryption, engine, target } = job
  const volumes = await log.phase('fetch', () => fetchParts(manifest, { store, directory, context }))
  await requireWholeListings(job, manifest)
  const { trees, unread } = await openTrees(manifest, { ...job, context })
  facts.bytesVerified = trees.size === 0
  const opening = { identities: encryption.identities, trees, context }
  const parts: PartSource = partSource(manifest, volumes, opening)
  const expected = await log.phase('decrypt', () => readFingerprint(manifest, parts))
  if (expected === undefined) log.limitation('The backup has no fingerprint, so nothing could be compared.')
  const { parallel } = target.settings
  const loaded = await engine.load(sandbox.place, { parts, purpose: 'sandbox', parallel }, context)
  for (const phase of loaded.phases) log.measured(phase)
  for (const sentence of loaded.limitations) log.named(sentence)
  facts.loaded = true
  if (unread() > 0) log.limitation(`${unread()} objects of delegated parts were not read by the restore.`)
  else facts.bytesVerified = true
  if (sandbox.place.kind === 'host') await noteVersion(job, { facts }, loaded.connection)
  await job.seams?.loaded?.(loaded.connection)
  return { connection: loaded.connection, expected }
}

/** The sandbox is given what the inventories list; a server that reads the store by itself would meet what was added too. */
async function requireWholeListings(job: DrillJob, manifest: Manifest): Promise<void> {
  const bad = await compareListings(manifest, job)
  const problem = judgeVerification({ backupId: manifest.id, bad, checks: [], complaints: [] })
  if (problem !== undefined) throw problem
}

async function validate(job: DrillJob, { log, facts }: DrillRun, restored: Validated): Promise<void> {
  const { connection, expected, rules } = restored
  if (expected === undefined) return
  const actual = await job.engine.fingerprint(connection, specOf(expected), job.context)
  const comparison = (job.seams?.compare ?? compare)(expected, actual)
  facts.comparison = comparison
  for (const sentence of comparison.warnings) log.named(`Recomputed by the restore: ${sentence}.`)
  if (comparison.equal || !comparison.comparable) return
  const { schemaEqual } = comparison
  const answered = rules.filter(({ question }) => question === undefined)
  if (answered.length > 0) facts.integrity = judgeSchema(answered, schemaEqual)
  throw new LifeboatError({
    code: 'content-different',
    what: 'what was restored differs from the fingerprint of the backup',
    why: comparison.differences.join('; '),
    fix: 'do not trust this backup: take a new one and drill that, then find out what differs',
  })
}

/** Everything here comes after the copy was usable, so it is not part of the time to recover. */
async function check(job: DrillJob, { log, facts }: DrillRun, restored: Validated): Promise<void> {
  const { engine, plan, target, context } = job
  const { connection, expected, rules } = restored
  log.limitation('Checks and the negative control are not part of the measured recovery time.')
  facts.engineChecks = await engine.checks(connection, context)
  const ask = (question: string): Promise<string | null> => engine.ask(connection, question, context)
  const application = await runApplicationChecks(ofTarget(plan.checks, target.name), ask, context.clock)
  facts.applicationChecks = application.checks
  const schemaEqual = facts.comparison?.schemaEqual
  if (rules.length > 0) facts.integrity = await runIntegrityRules(rules, { ask, schemaEqual })
  // Last, because it damages the copy; before the checks are judged, because it says what they are worth.
  if (expected !== undefined && facts.comparison?.equal === true) await control(job, { log, facts }, restored)
  const checks = [...facts.engineChecks, ...application.checks, ...integrityChecks(facts.integrity ?? [])]
  requireChecks({ checks, wrongQueries: application.wrongQueries })
}

async function control(
  job: DrillJob,
  { log, facts }: Pick<DrillRun, 'log' | 'facts'>,
  { connection, expected }: Restored,
): Promise<void> {
  const { engine, context } = job
  if (expected === undefined || !engine.capabilities.tampers) {
    log.limitation('This engine has no negative control.')
    return
  }
  const seed = newSeed(context.random)
  const request = { engine, connection, expected, seed, compare: job.seams?.compare ?? compare, context }
  const result = await runNegativeControl(request)
  if (result === undefined) {
    log.limitation('There was nothing to damage, so the negative control could not be run.')
    return
  }
  facts.negativeControl = result
  requireDetection(result)
}

function unanchored(id: string, chain: ChainAnchor): LifeboatError {
  return new LifeboatError({
    code: 'backup-unanchored',
    what: unvouchedFor(id, chain),
    why: 'without the digest of its manifest from a record, a forged backup could not be told from a true one',
    fix: 'find its record, or drill it with --accept-unanchored; it is then never proven',
  })
}

import type { Group } from '../config/configuration.ts'
import type { Context } from '../core/context.ts'
import type { ErrorCode } from '../core/errors.ts'
import type { GroupDrillRecord } from '../core/group-record.ts'
import type { DrillRecord } from '../core/record.ts'
import type { Instants } from '../core/reconcile.ts'
import type { DrillJob, GroupCopy } from '../drill/drill.ts'
import type { DrillPlan } from '../drill/plan-schema.ts'
import { deliverRecord } from '../evidence/deliver-record.ts'
import { UndeliveredRecord } from '../evidence/undelivered-record.ts'
import { disclosureLimitations, type DisclosureOptions } from '../evidence/publish-datasets.ts'
import type { RunLog } from '../evidence/run-log.ts'
import type { TargetJob } from '../evidence/target-job.ts'
import { instantsOf } from '../reconcile/instants.ts'
import { cancelled } from '../runtime/cancelled.ts'
import { chooseBackups } from './choose-backups.ts'
import { beginGroup } from './group-log.ts'
import { groupDrillRecord } from './group-drill-record.ts'
import { errorCodeOf, startMember, type MemberEnd, type MemberRun } from './member-run.ts'
import { ruleNames } from './publish-results.ts'
import { checksOf, runRules, type RuleResult, type RuleSources } from './run-rules.ts'

export interface GroupDrillJob {
  readonly group: Group
  /** One for each member, in the group's order: the source of truth last. */
  readonly members: readonly TargetJob[]
  readonly plan: DrillPlan
  /** A certain backup of the source of truth instead of what the plan selects. */
  readonly selector?: string
  /** Ids of the backups that this very run took, by target: these are drilled. */
  readonly taken?: ReadonlyMap<string, string>
  readonly acceptUnanchored?: boolean
  /** Where tests put themselves between the steps. */
  readonly seams?: {
    readonly member?: DrillJob['seams']
    /** Called when every copy that there is was validated, before the first rule. */
    readonly restored?: () => Promise<void>
  }
}

export interface GroupDrill {
  readonly record: GroupDrillRecord
  /** In the group's order; without those that were never begun. */
  readonly members: readonly DrillRecord[]
  /** Why no store took the group's record, where the drill itself succeeded. */
  readonly undelivered?: UndeliveredRecord
}

/** What became known on the way. */
interface GroupFacts {
  readonly ends: Map<string, MemberEnd>
  instants?: Instants
  results: readonly RuleResult[]
  /** By the monotonic clock, from the first member's start to the end of reconciliation. */
  elapsedMs?: number
}

/**
 * Restores the members of a group side by side, reconciles them while all their sandboxes live, then lets each drill go on to its
 * end. Every member writes its own record; the group's comes last. Throws bugs only.
 */
export async function runGroupDrill(job: GroupDrillJob): Promise<GroupDrill> {
  const [first] = job.members
  const truth = job.members.at(-1)
  if (first === undefined || truth === undefined) throw new Error('a group has members')
  const { policy, context } = truth
  const log = beginGroup(job.group.name, truth, first.trigger)
  const disclosure = { disclosure: policy.disclosure, key: await policy.evidenceKey() }
  for (const sentence of disclosureLimitations(disclosure)) log.limitation(sentence)
  const facts: GroupFacts = { ends: new Map(), results: [] }
  let failure: unknown
  try {
    await attempt(job, { log, facts, disclosure, context })
  } catch (error) {
    failure = context.signal.aborted ? cancelled(context.signal) : error
  }
  const { record, reason } = groupDrillRecord(job, { log, facts, disclosure, context }, failure)
  const members = job.members.flatMap(({ target }) => facts.ends.get(target.name)?.record ?? [])
  try {
    const delivery = { store: truth.store, reporter: context.reporter, reason }
    return { record: await deliverRecord(record, delivery), members }
  } catch (error) {
    // What was found out about the members must not be lost with it.
    if (!(error instanceof UndeliveredRecord)) throw error
    return { record: error.record as GroupDrillRecord, members, undelivered: error }
  }
}

export interface GroupRun {
  readonly log: RunLog
  readonly facts: GroupFacts
  readonly disclosure: DisclosureOptions
  readonly context: Context
}

async function attempt(job: GroupDrillJob, run: GroupRun): Promise<void> {
  const { log, facts, disclosure } = run
  const { clock } = run.context
  const startedMs = clock.monotonicMs()
  const runs: MemberRun[] = []
  const nameOf = ruleNames(job.group.reconcile, disclosure)
  try {
    const restored = await log.phase('restore', () => restoreAll(job, run, runs))
    await job.seams?.restored?.()
    facts.results = await log.phase('reconcile', () => reconcileAll(job, run, restored))
    facts.elapsedMs = Math.round(clock.monotonicMs() - startedMs)
  } catch (error) {
    for (const { stop } of runs) stop(error)
    await settle(runs, facts)
    throw error
  }
  await log.phase('finish', async () => {
    for (const member of runs) {
      member.release(checksOf(facts.results, member.target, nameOf))
      await settle([member], facts)
    }
  })
}

/** The validated copies, and why there is none of the others, by target. */
type Restored = Pick<RuleSources, 'copies' | 'absent'>

/** Starts one member after the other, each as soon as the one before has its validated copy, or has ended without one. */
async function restoreAll(job: GroupDrillJob, { log }: GroupRun, runs: MemberRun[]): Promise<Restored> {
  const { members, plan, acceptUnanchored, seams } = job
  const copies = new Map<string, GroupCopy>()
  const absent = new Map<string, ErrorCode>()
  const chosen = await chooseBackups(job)
  for (const member of members) {
    const { name } = member.target
    const backup = chosen.get(name)
    const run = startMember(
      {
        ...member,
        plan,
        ...(backup === undefined ? {} : { chosen: backup }),
        ...(acceptUnanchored === undefined ? {} : { acceptUnanchored }),
        ...(seams?.member === undefined ? {} : { seams: seams.member }),
      },
      { name: job.group.name, record: log.id },
    )
    runs.push(run)
    const copy = await run.copy
    if (copy === undefined) absent.set(name, errorCodeOf(await run.ended))
    else copies.set(name, copy)
    if (member.context.signal.aborted) throw cancelled(member.context.signal)
  }
  return { copies, absent }
}

async function reconcileAll(
  { group, members }: GroupDrillJob,
  { facts, context }: GroupRun,
  { copies, absent }: Restored,
): Promise<readonly RuleResult[]> {
  const instants = instantsOf([...copies.values()].flatMap(({ consistency }) => consistency ?? []))
  if (instants !== undefined && copies.size === members.length) facts.instants = instants
  return await runRules(group.reconcile, { copies, absent, context })
}

/** Waits until these drills have ended and notes how; a bug in one of them is one of the group. */
async function settle(runs: readonly MemberRun[], { ends }: GroupFacts): Promise<void> {
  for (const run of runs) ends.set(run.target, await run.ended)
}

import type { BackupRecord } from '../core/record.ts'
import type { DrillPlan } from '../drill/plan.ts'
import type { TargetJob } from '../evidence/target-job.ts'
import type { GroupDrillJob } from '../groups/drill-group.ts'
import { backupGroup } from './backup-group.ts'
import { afterBackup, type DrillCall } from './drill-target.ts'
import { claimDue, type Claim } from './due.ts'
import { exitCodeOf } from './each-target.ts'
import type { GroupOutcome } from './each-unit.ts'
import { openAnchoredJob } from './open-job.ts'
import { describeError } from './output/describe-error.ts'
import type { Shell } from './shell.ts'
import type { Unit } from './units.ts'
import type { Outcome } from './verb.ts'

/**
 * Drills a group whole: with `due` as soon as one member's schedule asks for it, with `--fresh` after backing its members up; a group
 * that has no backup of each is then not drilled.
 */
export async function drillGroup(
  unit: Required<Unit>,
  { due, ...call }: DrillCall & { readonly due: boolean },
  shell: Shell,
): Promise<GroupOutcome> {
  const { requireQuestions } = await import('../config/question-problems.ts')
  // Before anything is claimed, backed up or restored for rules that cannot be asked.
  await requireQuestions(await shell.configuration(), [unit.group])
  if (!due) return backUpAndDrill(unit, { ...call, claims: new Map() }, shell)
  const claims = new Map<string, Claim>()
  const idle: Outcome[] = []
  try {
    for (const target of unit.targets) {
      const taken = await claimDue({ target, kind: 'drill', shell })
      if ('nothing' in taken) idle.push(taken.nothing)
      else claims.set(target.name, taken)
    }
    if (claims.size === 0) return { members: idle }
    return await backUpAndDrill(unit, { ...call, claims }, shell)
  } catch (error) {
    for (const { unrun } of claims.values()) await unrun(error)
    throw error
  }
}

interface Claimed extends DrillCall {
  readonly claims: ReadonlyMap<string, Claim>
}

async function backUpAndDrill(unit: Required<Unit>, call: Claimed, shell: Shell): Promise<GroupOutcome> {
  if (call.options['fresh'] !== true) return drillMembers(unit, call, shell)
  const taken = await backupGroup(unit, { options: {}, due: false }, shell)
  const ids = backupIds(taken.records)
  if (taken.group === undefined || unit.targets.some(({ name }) => !ids.has(name))) return taken
  const plan: DrillPlan = { ...call.plan, select: 'latest' }
  const drilled = await drillMembers(unit, { ...call, plan, taken: ids }, shell)
  const members = drilled.members.map((each, index) => afterBackup(taken.members[index] ?? each, each))
  return {
    members,
    ...(drilled.group === undefined ? {} : { group: afterBackup(taken.group, drilled.group) }),
  }
}

/** Of those that were taken whole, by target. */
function backupIds(records: ReadonlyMap<string, BackupRecord>): ReadonlyMap<string, string> {
  return new Map(
    [...records].flatMap(([target, { backup, error }]): [string, string][] =>
      backup === undefined || error !== undefined ? [] : [[target, backup.id]],
    ),
  )
}

async function drillMembers(
  { group, targets }: Required<Unit>,
  { plan, options, claims, taken }: Claimed & Pick<GroupDrillJob, 'taken'>,
  shell: Shell,
): Promise<GroupOutcome> {
  const { runGroupDrill } = await import('../groups/drill-group.ts')
  const { describeDrill } = await import('./output/describe-drill.ts')
  const { describeGroupDrill } = await import('./output/describe-group.ts')
  const { backup, acceptUnanchored } = options
  await using opened = new AsyncDisposableStack()
  const members: TargetJob[] = []
  for (const target of targets) {
    members.push(opened.use(await openAnchoredJob(target, shell, claims.get(target.name)?.occasion)))
  }
  const drilled = await runGroupDrill({
    group,
    members,
    plan,
    ...(taken === undefined ? {} : { taken }),
    ...(typeof backup === 'string' ? { selector: backup } : {}),
    acceptUnanchored: acceptUnanchored === true,
  })
  if (drilled.undelivered !== undefined) shell.say(describeError(drilled.undelivered))
  return {
    members: drilled.members.map((record) => ({
      exitCode: exitCodeOf(record),
      result: { target: record.target, record },
      text: describeDrill(record),
    })),
    group: {
      exitCode: exitCodeOf(drilled.record),
      result: { group: group.name, record: drilled.record },
      text: describeGroupDrill(drilled.record),
    },
  }
}

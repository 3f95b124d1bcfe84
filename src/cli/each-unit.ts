import { EXIT } from '../core/errors.ts'
import type { Target } from '../core/target.ts'
import { failureOf, joinExitCodes } from './each-target.ts'
import type { Shell } from './shell.ts'
import type { Unit } from './units.ts'
import type { Outcome } from './verb.ts'

/** What came of a group: of each member that was begun, and of the group where there is more to say. */
export interface GroupOutcome {
  readonly members: readonly Outcome[]
  readonly group?: Outcome
}

export interface UnitRuns {
  readonly target: (target: Target) => Promise<Outcome>
  readonly group: (unit: Required<Unit>) => Promise<GroupOutcome>
}

/** Runs targets and groups in turn: one that fails does not stop the others, a signal does. */
export async function eachUnit(
  units: readonly Unit[],
  shell: Pick<Shell, 'tellable'>,
  runs: UnitRuns,
): Promise<Outcome> {
  const members: Outcome[] = []
  const groups: Outcome[] = []
  const texts: string[] = []
  for (const unit of units) {
    const { members: own, group } = await runUnit(unit, shell, runs)
    const told = [...own, ...(group === undefined ? [] : [group])]
    members.push(...own)
    if (group !== undefined) groups.push(group)
    texts.push(...told.map(({ text }) => text))
    if (told.some(({ exitCode }) => exitCode === EXIT.cancelled)) break
  }
  return {
    exitCode: joinExitCodes([...members, ...groups].map(({ exitCode }) => exitCode)),
    result: { targets: members.map(listed), ...(groups.length === 0 ? {} : { groups: groups.map(listed) }) },
    text: texts.join('\n\n'),
  }
}

async function runUnit(
  { group, targets }: Unit,
  shell: Pick<Shell, 'tellable'>,
  runs: UnitRuns,
): Promise<GroupOutcome> {
  if (group !== undefined) {
    return runs.group({ group, targets }).catch((error: unknown) => ({
      members: [],
      group: failureOf(group, shell, error),
    }))
  }
  const members: Outcome[] = []
  for (const target of targets) {
    members.push(await runs.target(target).catch((error: unknown) => failureOf(target, shell, error)))
  }
  return { members }
}

function listed({ result, exitCode }: Outcome): object {
  return { exitCode, ...result }
}

import type { Group } from '../config/configuration.ts'
import type { Target } from '../core/target.ts'
import type { Shell } from './shell.ts'

/** What a verb works on at once: one target, or the members of a group in their order. */
export interface Unit {
  readonly group?: Group
  readonly targets: readonly Target[]
}

/** The argument of every verb that works on targets. */
export const TARGETS_ARGUMENT = {
  notation: '[target...]',
  description: 'names of targets and groups in lifeboat.yaml; all targets when none is given',
} as const

/**
 * The named targets and groups, or all of them: a target that belongs to a group comes with it, and nothing comes twice.
 * Throws `target-unknown`.
 */
export async function chosenUnits(shell: Shell, names: readonly string[]): Promise<readonly Unit[]> {
  const configuration = await shell.configuration()
  const { groups, targets } = configuration
  const wanted = names.length > 0 ? new Set(names) : everything(groups, targets)
  const units = [...wanted].map((name): Unit => {
    const group = groups.find((each) => each.name === name)
    return group === undefined
      ? { targets: [configuration.target(name)] }
      : { group, targets: group.targets.map((member) => configuration.target(member)) }
  })
  const grouped = new Set(units.flatMap(({ group }) => group?.targets ?? []))
  return units.filter(({ group, targets: [lone] }) => group !== undefined || !grouped.has(lone?.name ?? ''))
}

/** The targets of the named targets and groups, each once, or all of them. Throws `target-unknown`. */
export async function chosenTargets(shell: Shell, names: readonly string[]): Promise<readonly Target[]> {
  if (names.length === 0) return (await shell.configuration()).targets
  const units = await chosenUnits(shell, names)
  return [...new Map(units.flatMap(({ targets }) => targets).map((target) => [target.name, target])).values()]
}

/** Every group where its first member stands, and the targets that belong to none. */
function everything(groups: readonly Group[], targets: readonly Target[]): readonly string[] {
  const grouped = new Set(groups.flatMap((group) => group.targets))
  const order = new Map(targets.map(({ name }, index) => [name, index]))
  const first = (group: Group): number => Math.min(...group.targets.map((name) => order.get(name) ?? 0))
  return [
    ...groups.map((group) => ({ name: group.name, at: first(group) })),
    ...targets.flatMap(({ name }, at) => (grouped.has(name) ? [] : [{ name, at }])),
  ]
    .toSorted((a, b) => a.at - b.at)
    .map(({ name }) => name)
}

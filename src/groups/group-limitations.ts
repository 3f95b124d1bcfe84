import type { Group } from '../config/configuration.ts'

/** What a drill of a group cannot show because no rule asks for it, one sentence each. */
export function groupLimitations({
  targets,
  reconcile,
}: Pick<Group, 'targets' | 'reconcile'>): readonly string[] {
  if (reconcile.length === 0)
    return ['The group has no reconcile rules, so nothing was compared across its stores.']
  const named = new Set(
    reconcile
      .filter(({ truth, derived }) => truth.target !== derived.target)
      .flatMap(({ truth, derived }) => [truth.target, derived.target]),
  )
  return targets
    .filter((target) => !named.has(target))
    .map((target) => `No reconcile rule compares ${target} with another store.`)
}

/** What is said of a rule that passed and showed nothing, by its published name. */
export function idleRule(name: string): string {
  return `Rule ${JSON.stringify(name)} had nothing to compare: a side has no keys.`
}

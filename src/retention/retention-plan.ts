import { dropReasons } from './drop-reasons.ts'
import { byTime, sceneOf, type RetentionBackup, type RetentionInput } from './scene.ts'
import { RULES } from './rules.ts'

export interface RetentionDecision {
  readonly backup: RetentionBackup
  readonly keep: boolean
  /** In words; at least one. */
  readonly reasons: readonly string[]
}

/** The newest of these backups that is based on each base. */
function neededBy(kept: readonly RetentionBackup[]): ReadonlyMap<string, string> {
  return new Map(kept.flatMap(({ id, bases = [] }) => bases.map((base) => [base, id] as const)))
}

/**
 * What retention keeps and drops of one target's backups in one store, oldest first. A backup is kept when any rule keeps it, so
 * that a further rule can only ever keep more.
 */
export function retentionPlan(input: RetentionInput): readonly RetentionDecision[] {
  const scene = sceneOf(input)
  const rules = RULES.map((rule) => rule(scene))
  const reasonsOf = (backup: RetentionBackup): readonly string[] =>
    rules.map((keeps) => keeps(backup)).filter((reason) => reason !== undefined)
  const backups = input.backups.toSorted(byTime)
  const needed = neededBy(backups.filter((backup) => reasonsOf(backup).length > 0))
  return backups.map((backup) => {
    const user = needed.get(backup.id)
    const kept = [...reasonsOf(backup), ...(user === undefined ? [] : [`${user} is based on it`])]
    return kept.length > 0
      ? { backup, keep: true, reasons: kept }
      : { backup, keep: false, reasons: dropReasons(scene, backup) }
  })
}

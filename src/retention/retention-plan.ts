import { dropReasons } from './drop-reasons.ts'
import { byTime, sceneOf, type RetentionBackup, type RetentionInput } from './scene.ts'
import { RULES } from './rules.ts'

export interface RetentionDecision {
  readonly backup: RetentionBackup
  readonly keep: boolean
  /** In words; at least one. */
  readonly reasons: readonly string[]
}

/**
 * What retention keeps and drops of one target's backups in one store, oldest first. A backup is kept when any rule keeps it, so
 * that a further rule can only ever keep more.
 */
export function retentionPlan(input: RetentionInput): readonly RetentionDecision[] {
  const scene = sceneOf(input)
  const rules = RULES.map((rule) => rule(scene))
  return input.backups.toSorted(byTime).map((backup) => {
    const kept = rules.map((keeps) => keeps(backup)).filter((reason) => reason !== undefined)
    return kept.length > 0
      ? { backup, keep: true, reasons: kept }
      : { backup, keep: false, reasons: dropReasons(scene, backup) }
  })
}

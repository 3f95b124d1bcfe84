import { isBefore, words } from './ages.ts'
import type { RetentionBackup, Scene } from './scene.ts'

/** Why a backup that no rule keeps is removed, in words. */
export function dropReasons(scene: Scene, backup: RetentionBackup): readonly string[] {
  const { policy, good, bad, proven, nowMs } = scene
  const { withinMs = 0, minimumAgeMs } = policy
  const newer = good.filter((other) => isBefore(backup, other)).length
  const newestProven = good.find(({ id }) => proven.has(id))
  const by = bad.get(backup.id)
  return [
    `${words(nowMs - Date.parse(backup.at))} old, more than ${words(Math.max(withinMs, minimumAgeMs))}`,
    `${newer} newer good ${newer === 1 ? 'backup is' : 'backups are'} there`,
    ...(newestProven === undefined ? [] : [`${newestProven.id} is proven and stays`]),
    ...(by === undefined ? [] : [`${by} found it bad`]),
  ]
}

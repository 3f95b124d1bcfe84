import type { RetentionBackup, Scene } from './scene.ts'

const MONTH = 'YYYY-MM'.length
const YEAR = 'YYYY'.length

/** Keeps the newest good backup of each of the newest so many months that have one, in UTC. */
export function monthly(scene: Scene): (backup: RetentionBackup) => string | undefined {
  return tier(scene, { count: scene.policy.monthly, length: MONTH })
}

/** The same of years. */
export function yearly(scene: Scene): (backup: RetentionBackup) => string | undefined {
  return tier(scene, { count: scene.policy.yearly, length: YEAR })
}

function tier(
  { good }: Scene,
  { count = 0, length }: { readonly count: number | undefined; readonly length: number },
): (backup: RetentionBackup) => string | undefined {
  const periodOf = ({ at }: RetentionBackup): string => new Date(at).toISOString().slice(0, length)
  const newestOf = new Map<string, RetentionBackup>()
  for (const backup of good) if (!newestOf.has(periodOf(backup))) newestOf.set(periodOf(backup), backup)
  const kept = new Set([...newestOf.values()].slice(0, count))
  return (backup) => (kept.has(backup) ? `the newest good backup of ${periodOf(backup)}` : undefined)
}

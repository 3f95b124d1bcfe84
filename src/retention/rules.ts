import { isBefore, lateSince, words } from './ages.ts'
import { monthly, yearly } from './tiers.ts'
import type { RetentionBackup, Scene } from './scene.ts'

/** Why a backup is kept, in words; undefined when this rule does not keep it. */
type Keeps = (backup: RetentionBackup) => string | undefined
export type Rule = (scene: Scene) => Keeps

/** Holds and the locks of stores are further rules of this form; what a kept backup is based on stays too, see the plan. */
export const RULES: readonly Rule[] = [
  doubtful,
  troubled,
  leased,
  minimumAge,
  within,
  minimumCount,
  newestProven,
  withoutGoodSuccessor,
  monthly,
  yearly,
]

/** A record that nobody could read may be the one that proves a copy. */
function doubtful({ doubts }: Scene): Keeps {
  const [first] = doubts
  return () => (first === undefined ? undefined : `nothing is removed while ${first}`)
}

function troubled(): Keeps {
  return ({ trouble }) => trouble
}

function leased(): Keeps {
  return ({ lease }) => lease
}

function minimumAge({ policy: { minimumAgeMs }, nowMs }: Scene): Keeps {
  return ({ at }) =>
    nowMs - Date.parse(at) < minimumAgeMs
      ? `younger than the minimum age of ${words(minimumAgeMs)}`
      : undefined
}

/** While backups are late nothing ages further, else a stopped schedule would empty the store. */
function within(scene: Scene): Keeps {
  const { withinMs } = scene.policy
  if (withinMs === undefined) return () => undefined
  const late = lateSince(scene)
  return ({ at }) => {
    const time = Date.parse(at)
    if (scene.nowMs - time < withinMs) return `younger than ${words(withinMs)}`
    if (late === undefined || late - time >= withinMs) return undefined
    const age = scene.nowMs - Date.parse(scene.good[0]?.at ?? '')
    return `younger than ${words(withinMs)} when backups became late: the newest good one is ${words(age)} old`
  }
}

function minimumCount({ policy, good }: Scene): Keeps {
  const newest = good.slice(0, policy.minimumCount)
  const reason =
    newest.length === 1 ? 'the newest good backup' : `one of the newest ${newest.length} good backups`
  return (backup) => (newest.includes(backup) ? reason : undefined)
}

function newestProven({ good, proven }: Scene): Keeps {
  const newest = good.find(({ id }) => proven.has(id))
  return (backup) =>
    backup === newest ? `the newest backup that a drill has proven (${proven.get(backup.id)})` : undefined
}

/** A bad copy may still hold what no good one does. */
function withoutGoodSuccessor({ good }: Scene): Keeps {
  const [newest] = good
  return (backup) =>
    newest === undefined || isBefore(newest, backup) ? 'no good backup is newer' : undefined
}

import type { PolicyRecord } from '../core/record.ts'
import type { ScheduleKind } from '../core/target.ts'
import type { Period } from './due.ts'

/** When which schedule of a kind was in force, by the policy records of a target, oldest first. */
export function periodsOf(policies: readonly PolicyRecord[], kind: ScheduleKind): readonly Period[] {
  return policies.flatMap((policy, index): readonly Period[] => {
    const expression = policy.schedule[kind]
    if (expression === undefined) return []
    const next = policies[index + 1]
    const period = { schedule: { expression, timeZone: policy.timeZone }, from: new Date(policy.startedAt) }
    return [next === undefined ? period : { ...period, until: new Date(next.startedAt) }]
  })
}

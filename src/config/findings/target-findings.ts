import prettyMs from 'pretty-ms'
import type { ScheduleKind, Target } from '../../core/target.ts'
import type { Observation } from './finding.ts'

const HOUR_MS = 3_600_000
/** The longest time between two first Sundays is 35 days, and an hour more where clocks change. */
const MONTHLY_MS = 35 * 24 * HOUR_MS + HOUR_MS

export type TargetPolicy = Omit<Target, 'connect'>

/** The longest time between two fires of one of a target's schedules. */
export type GapOf = (target: TargetPolicy, kind: ScheduleKind) => number | undefined

/** What one target's schedules and objectives cannot achieve together. */
export function targetObservations(target: TargetPolicy, gapOf: GapOf): Observation[] {
  return [
    ...backupObservations(target, gapOf),
    ...drillObservations(target, gapOf),
    ...objectiveObservations(target),
    ...crowdedMinutes(target),
    ...fingerprintObservations(target),
  ]
}

function backupObservations(target: TargetPolicy, gapOf: GapOf): Observation[] {
  const { rpoMs } = target.objectives
  const gap = gapOf(target, 'backup')
  if (gap === undefined) return [missingBackups(target)]
  if (rpoMs === undefined || rpoMs > gap) return []
  const promised = `a loss of at most ${words(rpoMs)}`
  const exact = rpoMs === gap ? ', and a backup takes time' : ''
  return [
    {
      code: 'rpo-unreachable',
      severity: 'error',
      path: ['targets', target.name, 'objectives', 'rpo'],
      message: `${promised} is promised, but up to ${words(gap)} pass between two backups${exact}`,
      fix: 'back up more often, or agree on a longer rpo',
    },
  ]
}

function missingBackups(target: TargetPolicy): Observation {
  return {
    code: 'schedule-missing',
    severity: target.objectives.rpoMs === undefined ? 'warning' : 'error',
    path: ['targets', target.name, 'schedule', 'backup'],
    message: 'no backups are scheduled',
    fix: 'add schedule: { backup: "17 2 * * *" } here or under defaults',
  }
}

function drillObservations(target: TargetPolicy, gapOf: GapOf): Observation[] {
  const gap = gapOf(target, 'drill')
  const path = ['targets', target.name, 'schedule', 'drill']
  if (gap === undefined) {
    const promised =
      target.objectives.rtoMs === undefined ? 'no copy is ever proven' : 'the rto is never measured'
    return [
      {
        code: 'rto-unmeasured',
        path,
        message: `no drills are scheduled: ${promised}`,
        fix: 'add schedule: { drill: "17 4 * * 0#1" } here or under defaults',
      },
    ]
  }
  if (gap <= MONTHLY_MS) return []
  return [
    {
      code: 'drills-rare',
      path,
      message: `up to ${words(gap)} pass between two drills`,
      fix: 'drill every month, for example "17 4 * * 0#1"',
      shared: true,
    },
  ]
}

function objectiveObservations(target: TargetPolicy): Observation[] {
  const { rpoMs, rtoMs } = target.objectives
  const path = ['targets', target.name, 'objectives']
  if (rpoMs === undefined && rtoMs === undefined) {
    return [
      {
        code: 'objectives-missing',
        path,
        message: 'no objectives are set: nothing can be met or breached',
        fix: 'add objectives: { rpo: 25h, rto: 30m } here or under defaults',
      },
    ]
  }
  if (rtoMs !== undefined || target.schedule.drill === undefined) return []
  return [
    {
      code: 'rto-missing',
      path: [...path, 'rto'],
      message: 'drills are scheduled, but there is no rto to compare them with',
      fix: 'add rto: 30m',
    },
  ]
}

function crowdedMinutes(target: TargetPolicy): Observation[] {
  return Object.entries(target.schedule)
    .filter(([, expression]) => /^0+\s/.test(expression.trimStart()))
    .map(([kind]) => ({
      code: 'minute-crowded' as const,
      path: ['targets', target.name, 'schedule', kind],
      message: 'minute 0 is when schedulers are busiest: GitHub delays or drops such runs',
      fix: 'choose another minute, for example 17',
      shared: true,
    }))
}

function fingerprintObservations({ name, settings }: TargetPolicy): Observation[] {
  if (settings.fingerprint) return []
  return [
    {
      code: 'fingerprint-off',
      path: ['targets', name, 'settings', 'fingerprint'],
      message: 'backups without a fingerprint can never be proven',
      fix: 'remove fingerprint: false',
    },
  ]
}

function words(gapMs: number): string {
  return Number.isFinite(gapMs) ? prettyMs(gapMs, { verbose: true }) : 'more than a year'
}

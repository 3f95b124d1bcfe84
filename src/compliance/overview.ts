import type { Finding } from '../core/record.ts'
import type { ScheduleKind } from '../core/target.ts'
import { nextFire } from '../schedule/cron.ts'
import type { Fleet } from './compliance.ts'
import { compareTexts, knownAt, ofKind, type KnownRecord } from './known-record.ts'
import { instant } from './period.ts'
import { newestPoint, pointChanges, type Change, type RecoveryPoint } from './recovery-points.ts'
import { drillsIn, type DrillActual } from './recovery-time.ts'
import { SCHEDULE_KINDS } from './slots.ts'
import { judgeTarget, type TargetCompliance } from './target-compliance.ts'

/** How far an overview looks back: a month, so that a monthly drill is in it. */
export const OVERVIEW_DAYS = 31
/** How many drills an overview shows: a year of monthly ones. */
const MOST_DRILLS = 12
const DAY_MS = 24 * 3_600_000

/** A recovery point and how old its data was at the moment of the overview. */
export interface PointNow {
  readonly id: string
  readonly at: string
  readonly ageMs: number
}

/** How one target stands. */
export interface TargetOverview {
  readonly claimed?: PointNow
  readonly anchored?: PointNow
  readonly proven?: PointNow
  /** The days before. */
  readonly recent: TargetCompliance
  /** Oldest first. */
  readonly drills: readonly DrillActual[]
  readonly next: readonly { readonly kind: ScheduleKind; readonly at: string }[]
  readonly check?: { readonly id: string; readonly at: string; readonly findings: readonly Finding[] }
}

/** How each target of a fleet stood at a moment (milliseconds), by its records alone. */
export function overviewFleet(fleet: Fleet, asOf: number): readonly TargetOverview[] {
  const byTarget = Map.groupBy(fleet.records, ({ record }) => record.target)
  return fleet.targets
    .toSorted((a, b) => compareTexts(a.name, b.name))
    .map(({ name, engine }) => {
      const records = knownAt(byTarget.get(name) ?? [], asOf)
      const span = { from: asOf - OVERVIEW_DAYS * DAY_MS, to: asOf }
      return overviewTarget(records, judgeTarget(records, { target: name, engine, span, asOf }), asOf)
    })
}

function overviewTarget(
  known: readonly KnownRecord[],
  recent: TargetCompliance,
  asOf: number,
): TargetOverview {
  const claimed = pointChanges(known, 'claimed')
  const check = ofKind(known, 'check').at(-1)?.record
  return {
    ...point('claimed', claimed, asOf),
    ...point('anchored', claimed.filter(isAnchored), asOf),
    ...point('proven', pointChanges(known, 'proven'), asOf),
    recent,
    drills: drillsIn(known, { from: -Infinity, to: Infinity }).slice(-MOST_DRILLS),
    next: nextRuns(known, asOf),
    ...(check === undefined
      ? {}
      : { check: { id: check.id, at: check.finishedAt, findings: check.findings } }),
  }
}

function isAnchored({ point }: { readonly point: RecoveryPoint }): boolean {
  return point.published
}

function point(
  name: 'claimed' | 'anchored' | 'proven',
  changes: readonly Change[],
  asOf: number,
): Partial<Record<typeof name, PointNow>> {
  const newest = newestPoint(changes, asOf)
  if (newest === undefined) return {}
  return { [name]: { id: newest.id, at: instant(newest.at), ageMs: asOf - newest.at } }
}

function nextRuns(known: readonly KnownRecord[], asOf: number): TargetOverview['next'] {
  const policy = ofKind(known, 'policy').at(-1)?.record
  if (policy === undefined) return []
  return SCHEDULE_KINDS.flatMap((kind) => {
    const expression = policy.schedule[kind]
    if (expression === undefined) return []
    // A run that is expected at this very moment is the next one.
    const next = nextFire({ expression, timeZone: policy.timeZone }, new Date(asOf - 1000))
    return next === undefined ? [] : [{ kind, at: instant(next.getTime()) }]
  })
}

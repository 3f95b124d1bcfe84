import type { DrillRecord, Verdict } from '../core/record.ts'
import { judgeDuration, worstVerdict } from '../core/verdict.ts'
import { ofKind, type KnownRecord } from './known-record.ts'
import type { Span } from './period.ts'

/** What one drill measured, by its record. */
export interface DrillActual {
  readonly id: string
  readonly sha256: string
  readonly plan: string
  readonly startedAt: string
  readonly outcome: DrillRecord['outcome']
  /** The backup that was restored. */
  readonly backup?: string
  readonly proven: boolean
  readonly grade?: number
  readonly rtaMs?: number
  readonly rtoMs?: number
  readonly verdicts: { readonly rto: Verdict; readonly integrity: Verdict }
  readonly phases: readonly { readonly name: string; readonly durationMs: number }[]
}

/** Actual recovery times of a span, each against the objective in force at its drill. */
export interface RecoveryTime {
  readonly verdict: Verdict
  /** How many drills measured one. */
  readonly n: number
  readonly medianMs?: number
  readonly maxMs?: number
  readonly phases: readonly { readonly name: string; readonly n: number; readonly medianMs: number }[]
}

/** The drills that ended in a span, oldest first; `known` is oldest first. */
export function drillsIn(known: readonly KnownRecord[], { from, to }: Span): readonly DrillActual[] {
  return ofKind(known, 'drill')
    .filter(({ record }) => {
      const ended = Date.parse(record.finishedAt)
      return from <= ended && ended < to
    })
    .map(actualOf)
}

/** Below 29 drills a 95th percentile would say more than is known, so there are n, median and maximum only. */
export function recoveryTime(drills: readonly DrillActual[]): RecoveryTime {
  const measured = drills.filter(({ rtaMs }) => rtaMs !== undefined)
  const times = measured.map(({ rtaMs = 0 }) => rtaMs)
  const phases = Map.groupBy(
    measured.flatMap((drill) => drill.phases),
    ({ name }) => name,
  )
  return {
    verdict: worstVerdict(drills.filter(isConclusive).map(({ verdicts }) => verdicts.rto)),
    n: times.length,
    ...(times.length === 0 ? {} : { medianMs: median(times), maxMs: Math.max(...times) }),
    phases: [...phases].map(([name, own]) => ({
      name,
      n: own.length,
      medianMs: median(own.map(({ durationMs }) => durationMs)),
    })),
  }
}

/** The worst that the drills of a span found; of none, `notMeasured`. */
export function integrityOf(drills: readonly DrillActual[]): Verdict {
  return worstVerdict(drills.filter(isConclusive).map(({ verdicts }) => verdicts.integrity))
}

/** A drill that could not run says nothing, and its absence is seen in the population. */
function isConclusive({ outcome }: DrillActual): boolean {
  return outcome === 'succeeded' || outcome === 'failed'
}

function actualOf({ record, sha256 }: KnownRecord<DrillRecord>): DrillActual {
  const { id, plan, startedAt, outcome, proven, grade, rta, phases } = record
  return {
    id,
    sha256,
    plan,
    startedAt,
    outcome,
    ...(record.backup === undefined ? {} : { backup: record.backup.id }),
    proven,
    ...(grade === undefined ? {} : { grade }),
    ...(rta === undefined ? {} : { rtaMs: rta.measuredMs }),
    ...(rta?.objectiveMs === undefined ? {} : { rtoMs: rta.objectiveMs }),
    verdicts: {
      rto: judgeDuration(rta?.measuredMs, rta?.objectiveMs),
      integrity: record.verdicts.integrity,
    },
    phases,
  }
}

/** Rounded down between the two in the middle. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low = 0, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1)
  return Math.floor((low + high) / 2)
}

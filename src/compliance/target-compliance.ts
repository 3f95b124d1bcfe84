import type { PolicyRecord, Verdict } from '../core/record.ts'
import { worstVerdict } from '../core/verdict.ts'
import { measureExposure, type Exposure } from './exposure.ts'
import { knownAt, type KnownRecord } from './known-record.ts'
import { instant, type Span } from './period.ts'
import { policiesIn, type PolicySpan } from './policies.ts'
import { reconcile, type Population } from './population.ts'
import { pointChanges } from './recovery-points.ts'
import { drillsIn, integrityOf, recoveryTime, type DrillActual, type RecoveryTime } from './recovery-time.ts'

/** A policy as it was in force in part of a span. */
interface PolicyInForce {
  readonly id: string
  readonly sha256: string
  readonly from: string
  readonly to: string
  readonly objectives: PolicyRecord['objectives']
  readonly schedule: PolicyRecord['schedule']
  readonly timeZone: string
}

/** What one target's records show for a span of time. */
export interface TargetCompliance {
  readonly target: string
  readonly engine: string
  /** What was judged: the span, from the target's first record on; absent when it is empty. */
  readonly judged?: { readonly from: string; readonly to: string }
  readonly policies: readonly PolicyInForce[]
  readonly rpo: { readonly claimed: Exposure; readonly proven: Exposure }
  readonly rto: RecoveryTime
  readonly drills: readonly DrillActual[]
  readonly population: Population
  /** `overall` is the worst of RPO (claimed), RTO and integrity. */
  readonly verdicts: {
    readonly rpoClaimed: Verdict
    readonly rpoProven: Verdict
    readonly rto: Verdict
    readonly integrity: Verdict
    readonly overall: Verdict
  }
  /** What was not shown, one sentence each. */
  readonly limitations: readonly string[]
}

export interface Question {
  readonly target: string
  readonly engine: string
  readonly span: Span
  /** What became known later counts for nothing, in milliseconds. */
  readonly asOf: number
}

/** Judges a target by its records, in any order. What is not in them is never `met`. */
export function judgeTarget(
  records: readonly KnownRecord[],
  { target, engine, span, asOf }: Question,
): TargetCompliance {
  const known = knownAt(records, asOf)
  const ended = { from: span.from, to: Math.min(span.to, asOf) }
  const judged = { ...ended, from: Math.max(span.from, beginOf(known)) }
  const policies = policiesIn(known, ended)
  const objectives = policies.flatMap(({ from, to, policy: { objectives } }) =>
    objectives.rpoMs === undefined ? [] : [{ from, to, rpoMs: objectives.rpoMs }],
  )
  const claimed = measureExposure(pointChanges(known, 'claimed'), objectives, judged)
  const proven = measureExposure(pointChanges(known, 'proven'), objectives, judged)
  const drills = drillsIn(known, ended)
  const rto = recoveryTime(drills)
  const integrity = integrityOf(drills)
  return {
    target,
    engine,
    ...(judged.from < judged.to
      ? { judged: { from: instant(judged.from), to: instant(judged.to) } }
      : undefined),
    policies: policies.map(inForce),
    rpo: { claimed, proven },
    rto,
    drills,
    population: reconcile(known, { policies, span: ended, asOf }),
    verdicts: {
      rpoClaimed: claimed.verdict,
      rpoProven: proven.verdict,
      rto: rto.verdict,
      integrity,
      overall: worstVerdict([claimed.verdict, rto.verdict, integrity]),
    },
    limitations: limitationsOf({ judged, span, policies, judgedMs: claimed.judgedMs }),
  }
}

/** Before its first record a target was not there to be protected. */
function beginOf(known: readonly KnownRecord[]): number {
  return known.reduce((first, { record }) => Math.min(first, Date.parse(record.startedAt)), Infinity)
}

function inForce({ policy, sha256, from, to }: PolicySpan): PolicyInForce {
  const { id, objectives, schedule, timeZone } = policy
  return { id, sha256, from: instant(from), to: instant(to), objectives, schedule, timeZone }
}

interface Shown {
  readonly judged: Span
  readonly span: Span
  readonly policies: readonly PolicySpan[]
  readonly judgedMs: number
}

function limitationsOf({ judged, span, policies, judgedMs }: Shown): readonly string[] {
  if (judged.from >= judged.to) return ['There is no record of this target up to the end of the period.']
  const first = policies[0]
  const from = Math.min(first?.from ?? Infinity, judged.to)
  return [
    ...(judged.from > span.from
      ? [`There is no record of this target before ${instant(judged.from)}, so earlier time is not judged.`]
      : []),
    ...(judged.to < span.to
      ? [`The period is judged up to ${instant(judged.to)}: later time is not known yet.`]
      : []),
    ...(from > judged.from
      ? [
          `No policy record was in force before ${instant(from)}: what was asked for until then is not known, so nothing is expected of it.`,
        ]
      : []),
    ...(judgedMs < judged.to - judged.from && first !== undefined
      ? ['In part of the period no RPO objective was in force, so the whole of it cannot be met.']
      : []),
  ]
}

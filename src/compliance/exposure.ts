import type { Verdict } from '../core/record.ts'
import { instant, type Span } from './period.ts'
import { applyChange, newestOf, type Change, type RecoveryPoint } from './recovery-points.ts'

/** The largest loss of a span, and when it would have been suffered: in the moment before `at`. */
export interface Worst {
  readonly exposureMs: number
  readonly at: string
}

/** A time in which more would have been lost than the objective allows. */
export interface Breach {
  readonly from: string
  readonly to: string
  readonly durationMs: number
  /** Absent when there was no recovery point in all of it. */
  readonly worst?: Worst
  /** Time in it without any recovery point. */
  readonly withoutPointMs: number
}

/** What a loss at any moment of a span would have cost. */
export interface Exposure {
  readonly verdict: Verdict
  /** While there was a recovery point; absent when there was none. */
  readonly worst?: Worst
  /** Time without any recovery point: then everything would have been lost. */
  readonly withoutPointMs: number
  /** Time in which an objective was in force. */
  readonly judgedMs: number
  readonly insideMs: number
  /** Share of the judged time inside the objective, in basis points, rounded down; absent when nothing was judged. */
  readonly insideBps?: number
  readonly breaches: readonly Breach[]
}

/** An objective and the time it was in force. */
export interface ObjectiveSpan extends Span {
  readonly rpoMs: number
}

/** A stretch with one newest point and one objective. */
interface Segment extends Span {
  readonly pointAt?: number
  readonly rpoMs?: number
}

/** E(t) = t − max{cᵢ : aᵢ ≤ t} over a span: exact, because it grows evenly between two changes. */
export function measureExposure(
  changes: readonly Change[],
  objectives: readonly ObjectiveSpan[],
  span: Span,
): Exposure {
  const segments = segmentsOf(changes, objectives, span)
  const judged = segments.filter(({ rpoMs }) => rpoMs !== undefined)
  const outside = joinAdjacent(judged.map(outsidePart).filter(({ from, to }) => from < to))
  const judgedMs = lengthOf(judged)
  const insideMs = judgedMs - lengthOf(outside.flat())
  const worst = worstOf(segments)
  return {
    verdict: verdictOf({ outsideMs: judgedMs - insideMs, judgedMs }, span),
    ...(worst === undefined ? {} : { worst }),
    withoutPointMs: withoutPointMs(segments),
    judgedMs,
    insideMs,
    ...(judgedMs === 0 ? {} : { insideBps: Math.floor((insideMs * 10_000) / judgedMs) }),
    breaches: outside.map(breachOf),
  }
}

function segmentsOf(
  changes: readonly Change[],
  objectives: readonly ObjectiveSpan[],
  { from, to }: Span,
): readonly Segment[] {
  const edges = [
    ...changes.map(({ time }) => time),
    ...objectives.flatMap((objective) => [objective.from, objective.to]),
  ]
  if (from >= to) return []
  const cuts = [...new Set([from, ...edges.filter((time) => time > from && time < to), to])]
  const times = cuts.toSorted((a, b) => a - b)
  const counting = newestAlong(changes)
  return times.slice(0, -1).map((begin, index) => {
    const point = counting(begin)
    const objective = objectives.find((span) => span.from <= begin && begin < span.to)
    return {
      from: begin,
      to: times[index + 1] ?? to,
      ...(point === undefined ? {} : { pointAt: point.at }),
      ...(objective === undefined ? {} : { rpoMs: objective.rpoMs }),
    }
  })
}

/** Answers for ever later times which point is the newest; looks at all of them only after one ceased to count. */
function newestAlong(changes: readonly Change[]): (time: number) => RecoveryPoint | undefined {
  const counting = new Map<string, RecoveryPoint>()
  let newest: RecoveryPoint | undefined
  let index = 0
  return (time) => {
    for (
      let change = changes[index];
      change !== undefined && change.time <= time;
      change = changes[++index]
    ) {
      applyChange(counting, change)
      if (!change.counts) newest = newestOf(counting)
      else if (newest === undefined || change.point.at > newest.at) newest = change.point
    }
    return newest
  }
}

function outsidePart(segment: Segment): Segment {
  const { from, pointAt, rpoMs = 0 } = segment
  return pointAt === undefined ? segment : { ...segment, from: Math.max(from, pointAt + rpoMs) }
}

function joinAdjacent(segments: readonly Segment[]): readonly (readonly Segment[])[] {
  const runs: Segment[][] = []
  for (const segment of segments) {
    const last = runs.at(-1)
    if (last?.at(-1)?.to === segment.from) last.push(segment)
    else runs.push([segment])
  }
  return runs
}

function breachOf(run: readonly Segment[]): Breach {
  const from = run[0]?.from ?? 0
  const to = run.at(-1)?.to ?? 0
  const worst = worstOf(run)
  return {
    from: instant(from),
    to: instant(to),
    durationMs: to - from,
    ...(worst === undefined ? {} : { worst }),
    withoutPointMs: withoutPointMs(run),
  }
}

/** Of equal ones the first. */
function worstOf(segments: readonly Segment[]): Worst | undefined {
  let worst: { readonly exposureMs: number; readonly to: number } | undefined
  for (const { to, pointAt } of segments) {
    const exposureMs = to - (pointAt ?? Infinity)
    if (exposureMs > (worst?.exposureMs ?? -1)) worst = { exposureMs, to }
  }
  return worst && { exposureMs: worst.exposureMs, at: instant(worst.to) }
}

function withoutPointMs(segments: readonly Segment[]): number {
  return lengthOf(segments.filter(({ pointAt }) => pointAt === undefined))
}

function lengthOf(segments: readonly Span[]): number {
  return segments.reduce((sum, { from, to }) => sum + to - from, 0)
}

function verdictOf(
  { outsideMs, judgedMs }: { readonly outsideMs: number; readonly judgedMs: number },
  { from, to }: Span,
): Verdict {
  if (outsideMs > 0) return 'breached'
  return judgedMs === 0 || judgedMs < to - from ? 'notMeasured' : 'met'
}

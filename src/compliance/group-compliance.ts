import type { GroupDrillRecord } from '../core/group-record.ts'
import type { Verdict } from '../core/record.ts'
import { worstVerdict } from '../core/verdict.ts'
import type { Exposure, Worst } from './exposure.ts'
import { ofKind, type KnownRecord } from './known-record.ts'
import type { Span } from './period.ts'
import type { TargetCompliance } from './target-compliance.ts'

/** Targets that are restored together. */
export interface Members {
  readonly name: string
  readonly targets: readonly string[]
  /** Of the whole group; its verdict counts only when there is one. */
  readonly rtoMs?: number
  /** The verdict of reconciliation counts only when there is one. */
  readonly reconcile: readonly unknown[]
}

/** A group is as good as the worst of its members, and as what its own drills showed. */
export interface GroupCompliance {
  readonly group: string
  readonly targets: readonly string[]
  readonly rpo: { readonly claimed: GroupExposure; readonly proven: GroupExposure }
  /** By drills of the whole group: from the first member's start to the end of reconciliation. */
  readonly rto: {
    readonly verdict: Verdict
    /** How many drills measured it. */
    readonly n: number
    readonly maxMs?: number
    /** The slowest drill of any member alone, which is less than the group takes. */
    readonly slowestMemberMs?: number
  }
  /** The worst that drills of the whole group found. */
  readonly reconciliation: Verdict
  readonly overall: Verdict
}

interface GroupExposure {
  readonly verdict: Verdict
  /** The smallest share of its members; absent when one of them has none. */
  readonly insideBps?: number
  /** The largest exposure of any member. */
  readonly worst?: Worst & { readonly target: string }
}

/** Judges a group by its members and its own drills; a member without a judgement makes it `notMeasured` at best. */
export function judgeGroup(
  { name, targets, rtoMs, reconcile }: Members,
  judged: readonly TargetCompliance[],
  drills: readonly GroupDrillRecord[],
): GroupCompliance {
  const members = targets.map((target) => judged.find((one) => one.target === target))
  const present = members.filter((member) => member !== undefined)
  const verdict = (of: (member: TargetCompliance) => Verdict): Verdict =>
    worstVerdict(members.map((member) => (member === undefined ? 'notMeasured' : of(member))))
  const maxima = present.flatMap(({ rto }) => (rto.maxMs === undefined ? [] : [rto.maxMs]))
  const exposure = (standing: 'claimed' | 'proven'): GroupExposure => ({
    verdict: verdict(({ rpo }) => rpo[standing].verdict),
    ...smallestShare(members.map((member) => member?.rpo[standing])),
    ...largestExposure(present, standing),
  })
  const rto = recoveryTime(drills, maxima)
  const reconciliation = worstVerdict(drills.map(({ verdicts }) => verdicts.reconciliation))
  return {
    group: name,
    targets,
    rpo: { claimed: exposure('claimed'), proven: exposure('proven') },
    rto,
    reconciliation,
    overall: worstVerdict([
      verdict(({ verdicts }) => verdicts.overall),
      ...(rtoMs === undefined ? [] : [rto.verdict]),
      ...(reconcile.length === 0 ? [] : [reconciliation]),
    ]),
  }
}

/** The drills of a group that came to an end of their own in a span. */
export function groupDrillsIn(
  known: readonly KnownRecord[],
  group: string,
  { from, to }: Span,
): readonly GroupDrillRecord[] {
  return ofKind(known, 'groupDrill')
    .map(({ record }) => record)
    .filter(({ target, outcome, finishedAt }) => {
      const ended = Date.parse(finishedAt)
      const conclusive = outcome === 'succeeded' || outcome === 'failed'
      return target === group && conclusive && from <= ended && ended < to
    })
}

function recoveryTime(
  drills: readonly GroupDrillRecord[],
  members: readonly number[],
): GroupCompliance['rto'] {
  const times = drills.flatMap(({ rta }) => (rta === undefined ? [] : [rta.measuredMs]))
  return {
    verdict: worstVerdict(drills.map(({ verdicts }) => verdicts.rto)),
    n: times.length,
    ...(times.length === 0 ? {} : { maxMs: Math.max(...times) }),
    ...(members.length === 0 ? {} : { slowestMemberMs: Math.max(...members) }),
  }
}

function smallestShare(exposures: readonly (Exposure | undefined)[]): Pick<GroupExposure, 'insideBps'> {
  const shares = exposures.map((exposure) => exposure?.insideBps).filter((share) => share !== undefined)
  return shares.length === exposures.length && shares.length > 0 ? { insideBps: Math.min(...shares) } : {}
}

function largestExposure(
  members: readonly TargetCompliance[],
  standing: 'claimed' | 'proven',
): Pick<GroupExposure, 'worst'> {
  let found: GroupExposure['worst']
  for (const { target, rpo } of members) {
    const { worst } = rpo[standing]
    if (worst !== undefined && worst.exposureMs > (found?.exposureMs ?? -1)) found = { ...worst, target }
  }
  return found === undefined ? {} : { worst: found }
}

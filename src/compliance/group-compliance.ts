import type { Verdict } from '../core/record.ts'
import { worstVerdict } from '../core/verdict.ts'
import type { Exposure, Worst } from './exposure.ts'
import type { TargetCompliance } from './target-compliance.ts'

/** Targets that are restored together. */
export interface Members {
  readonly name: string
  readonly targets: readonly string[]
}

/** A group is as good as the worst of its members. */
export interface GroupCompliance {
  readonly group: string
  readonly targets: readonly string[]
  readonly rpo: { readonly claimed: GroupExposure; readonly proven: GroupExposure }
  /** The slowest drill of any member: members are drilled one by one, so the group as a whole is not measured by it. */
  readonly rto: { readonly verdict: Verdict; readonly maxMs?: number }
  readonly overall: Verdict
}

interface GroupExposure {
  readonly verdict: Verdict
  /** The smallest share of its members; absent when one of them has none. */
  readonly insideBps?: number
  /** The largest exposure of any member. */
  readonly worst?: Worst & { readonly target: string }
}

/** Judges a group by its members; one without a judgement makes it `notMeasured` at best. */
export function judgeGroup({ name, targets }: Members, judged: readonly TargetCompliance[]): GroupCompliance {
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
  return {
    group: name,
    targets,
    rpo: { claimed: exposure('claimed'), proven: exposure('proven') },
    rto: {
      verdict: verdict(({ rto }) => rto.verdict),
      ...(maxima.length === 0 ? {} : { maxMs: Math.max(...maxima) }),
    },
    overall: verdict(({ verdicts }) => verdicts.overall),
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

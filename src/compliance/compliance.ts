import { groupDrillsIn, judgeGroup, type GroupCompliance, type Members } from './group-compliance.ts'
import { compareTexts, type KnownRecord } from './known-record.ts'
import { instant, type Period } from './period.ts'
import { judgeTarget, type TargetCompliance } from './target-compliance.ts'

/** What all records of a period show, per target and group. */
export interface Compliance {
  readonly format: 'lifeboat-compliance/1'
  readonly project: string
  readonly period: { readonly name: string; readonly from: string; readonly to: string }
  /** What became known later counts for nothing. */
  readonly asOf: string
  readonly evidence: EvidenceSource
  readonly targets: readonly TargetCompliance[]
  readonly groups: readonly GroupCompliance[]
}

/** Where the records came from, so that somebody else can find the same ones. */
interface EvidenceSource {
  /** The newest batch of the ledger that was read; absent when nothing is published. */
  readonly ledger?: { readonly sequence: number; readonly head: string }
  readonly records: number
  /** Of them, those that are in a store only. */
  readonly unpublished: number
  /** What was found and could not be counted, one sentence each. */
  readonly notCounted: readonly string[]
}

/** All that is known of a fleet. */
export interface Fleet {
  readonly project: string
  readonly targets: readonly { readonly name: string; readonly engine: string }[]
  readonly groups: readonly Members[]
  /** Of all targets, in any order. */
  readonly records: readonly KnownRecord[]
  readonly ledger?: { readonly sequence: number; readonly head: string }
  readonly notCounted: readonly string[]
}

/** Judges a fleet over a period by what was known at `asOf` (milliseconds): the same input gives the same result. */
export function judgeFleet(fleet: Fleet, period: Period, asOf: number): Compliance {
  const byTarget = Map.groupBy(fleet.records, ({ record }) => record.target)
  const targets = fleet.targets
    .toSorted((a, b) => compareTexts(a.name, b.name))
    .map(({ name, engine }) =>
      judgeTarget(byTarget.get(name) ?? [], { target: name, engine, span: period, asOf }),
    )
  const known = fleet.records.filter(({ record }) => Date.parse(record.finishedAt) <= asOf)
  return {
    format: 'lifeboat-compliance/1',
    project: fleet.project,
    period: { name: period.name, from: instant(period.from), to: instant(period.to) },
    asOf: instant(asOf),
    evidence: {
      ...(fleet.ledger === undefined ? {} : { ledger: fleet.ledger }),
      records: known.length,
      unpublished: known.filter(({ published }) => !published).length,
      notCounted: fleet.notCounted.toSorted(compareTexts),
    },
    targets,
    groups: fleet.groups.map((group) => judgeGroup(group, targets, groupDrillsIn(known, group.name, period))),
  }
}

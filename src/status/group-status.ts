import type { Group } from '../config/configuration.ts'
import { EXIT, type ExitCode } from '../core/errors.ts'
import type { GroupDrillRecord } from '../core/group-record.ts'
import type { Outcome, Verdict } from '../core/record.ts'
import { judgeDuration } from '../core/verdict.ts'
import { readRecords } from '../evidence/read-records.ts'
import { TOLERATED_SKEW_MS } from './future.ts'
import type { StatusSources } from './target-status.ts'

/** Older drills say nothing about today. */
const LOOK_BACK_MS = 400 * 86_400_000

/** What the newest drill of a group showed that could judge it. */
export interface GroupStatus {
  readonly group: string
  readonly targets: readonly string[]
  readonly drill?: {
    readonly id: string
    readonly startedAt: string
    readonly ageMs: number
    readonly outcome: Outcome
    readonly proven: boolean
    readonly reconciliation: Verdict
    readonly skewMs?: number
  }
  /** Judged by the objective of today. */
  readonly rto: { readonly verdict: Verdict; readonly actualMs?: number; readonly objectiveMs?: number }
  readonly exitCode: ExitCode
}

/** Reads the group's records where its source of truth has its own. */
export async function groupStatus(
  { name, targets, rtoMs }: Group,
  sources: StatusSources,
): Promise<GroupStatus> {
  const { now } = sources
  const records = await readRecords(
    {
      ...sources,
      target: name,
      since: new Date(now.getTime() - LOOK_BACK_MS),
      until: new Date(now.getTime() + TOLERATED_SKEW_MS),
    },
    ['groupDrill'],
  )
  const newest = records.findLast(isConclusive) ?? records.findLast(({ outcome }) => outcome !== 'cancelled')
  const actualMs = newest?.rta?.measuredMs
  const verdict = judgeDuration(actualMs, rtoMs)
  return {
    group: name,
    targets,
    ...(newest === undefined ? {} : { drill: drillOf(newest, now) }),
    rto: {
      verdict,
      ...(actualMs === undefined ? {} : { actualMs }),
      ...(rtoMs === undefined ? {} : { objectiveMs: rtoMs }),
    },
    exitCode: exitCodeOf(newest, verdict),
  }
}

/** A later drill that could not run does not take back what one before it found. */
function isConclusive({ outcome, verdicts }: GroupDrillRecord): boolean {
  const { reconciliation, integrity } = verdicts
  return outcome === 'succeeded' || outcome === 'failed' || [reconciliation, integrity].includes('breached')
}

function drillOf(record: GroupDrillRecord, now: Date): NonNullable<GroupStatus['drill']> {
  const { id, startedAt, outcome, proven, verdicts, instants } = record
  return {
    id,
    startedAt,
    ageMs: Math.max(0, now.getTime() - Date.parse(startedAt)),
    outcome,
    proven,
    reconciliation: verdicts.reconciliation,
    ...(instants === undefined ? {} : { skewMs: instants.skewMs }),
  }
}

function exitCodeOf(newest: GroupDrillRecord | undefined, rto: Verdict): ExitCode {
  const { reconciliation, integrity } = newest?.verdicts ?? {}
  if (reconciliation === 'breached' || integrity === 'breached') return EXIT.bad
  return rto === 'breached' ? EXIT.breached : EXIT.done
}

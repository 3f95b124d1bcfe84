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
  const newest = newestTelling(records) ?? records.findLast(({ outcome }) => outcome !== 'cancelled')
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

/** A later drill that could not run, or that proved nothing, does not take back what one before it found. */
function newestTelling(records: readonly GroupDrillRecord[]): GroupDrillRecord | undefined {
  const judging = records.findLast((record) => ['good', 'bad'].includes(judge(record)))
  if (judging !== undefined && judge(judging) === 'bad') return judging
  return records.findLast((record) => judge(record) !== 'none')
}

/** What a drill says of the group, as `judgeCopy` takes what one says of a copy. */
function judge({ outcome, error, verdicts }: GroupDrillRecord): 'good' | 'open' | 'bad' | 'none' {
  if ([verdicts.reconciliation, verdicts.integrity].includes('breached')) return 'bad'
  if (outcome === 'succeeded' || error?.code === 'objective-breached') return 'good'
  if (error?.code === 'finding-open') return 'open'
  // A comparison that notices nothing says nothing about the copies.
  return outcome === 'failed' && error?.code !== 'drill-invalid' ? 'bad' : 'none'
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
  const judged = newest === undefined ? 'none' : judge(newest)
  if (judged === 'bad') return EXIT.bad
  return judged === 'open' || rto === 'breached' ? EXIT.breached : EXIT.done
}

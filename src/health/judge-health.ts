import prettyMs from 'pretty-ms'
import type { BackupRecord, DrillRecord, Finding, VerificationRecord, Verdict } from '../core/record.ts'
import { HEALTH_CODES, type HealthCode } from './codes.ts'
import type { Thresholds } from './thresholds.ts'

export type HealthRun = BackupRecord | VerificationRecord | DrillRecord

/** What is known of a target; ages by the store's clock. */
export interface HealthFacts {
  readonly now: Date
  /** How many are listed. */
  readonly backups: number
  readonly claimed?: { readonly id: string; readonly ageMs: number }
  readonly proven?: { readonly id: string; readonly drilledAt: string }
  readonly rpo: { readonly verdict: Verdict; readonly objectiveMs?: number }
  /** What is wrong with single backups, one sentence each. */
  readonly unusable: readonly string[]
  /** Backups, verifications and drills, oldest first. */
  readonly runs: readonly HealthRun[]
}

export interface Health {
  readonly findings: readonly (Finding & { readonly code: HealthCode })[]
  /** Of the newest backup against the RPO objective, and of the newest proof against the age that it may have. */
  readonly verdicts: { readonly claimed: Verdict; readonly proven: Verdict }
}

type Said = readonly [code: HealthCode, message: string]

/** What is wrong with a target, most urgent first; nothing that is not known is ever `met`. */
export function judgeHealth(facts: HealthFacts, thresholds: Thresholds): Health {
  const proven = provenVerdict(facts, thresholds)
  const said = [
    ...presence(facts),
    ...facts.unusable.map((what): Said => ['backup-unusable', what]),
    ...ages(facts, thresholds),
    ...lastRuns(facts.runs),
    ...recentFailures(facts, thresholds),
    ...verification(facts, thresholds),
    ...proof(facts, proven, thresholds),
  ]
  const findings = said.map(([code, message]) => ({ code, severity: HEALTH_CODES[code], message }))
  return {
    findings: findings.toSorted((a, b) => rank(a) - rank(b)),
    verdicts: { claimed: facts.rpo.verdict, proven },
  }
}

function rank({ severity }: Finding): number {
  return severity === 'critical' ? 0 : 1
}

function presence({ backups, claimed }: HealthFacts): readonly Said[] {
  if (claimed !== undefined) return []
  return backups === 0
    ? [['never-backed-up', 'there is no backup']]
    : [['no-usable-backup', `none of the ${backups} backups can be relied on`]]
}

function ages({ claimed, rpo }: HealthFacts, { backupMs }: Thresholds): readonly Said[] {
  if (claimed === undefined) return []
  const { id, ageMs } = claimed
  const newest = `the newest backup, ${id}, is ${words(ageMs)} old`
  return [
    ...(backupMs !== undefined && ageMs > backupMs
      ? [['backup-overdue', `${newest}, and may be ${words(backupMs)}`] as const]
      : []),
    ...(rpo.verdict === 'breached' && rpo.objectiveMs !== undefined
      ? [['rpo-breached', `${newest}, and the RPO objective is ${words(rpo.objectiveMs)}`] as const]
      : []),
  ]
}

/** A cancelled run says nothing; the one before it still counts. */
function lastRuns(runs: readonly HealthRun[]): readonly Said[] {
  return (['backup', 'verification', 'drill'] as const).flatMap((kind): Said[] => {
    const last = runs.findLast((run) => run.kind === kind && run.outcome !== 'cancelled')
    return last === undefined || !hasFailed(last) ? [] : [[`last-${kind}-failed`, failure(last)]]
  })
}

/** A drill that only came late or took long has proven its copy. */
function hasFailed({ outcome, error }: HealthRun): boolean {
  return outcome !== 'succeeded' && error?.code !== 'objective-breached'
}

function failure({ kind, id, error }: HealthRun): string {
  return `${kind} ${id} failed: ${error?.message ?? 'no reason was recorded'} [${error?.code ?? 'unexpected'}]`
}

function recentFailures({ runs, now }: HealthFacts, { failuresMs }: Thresholds): readonly Said[] {
  const since = now.getTime() - failuresMs
  const tried = runs.filter((run) => run.kind === 'backup' && run.outcome !== 'cancelled')
  const failed = tried.slice(0, -1).filter((run) => hasFailed(run) && Date.parse(run.startedAt) >= since)
  const last = failed.at(-1)
  if (last === undefined) return []
  const count = failed.length === 1 ? 'one backup' : `${failed.length} backups`
  return [
    ['backup-failed-recently', `${count} failed in the last ${words(failuresMs)}, last ${failure(last)}`],
  ]
}

function verification({ runs, now }: HealthFacts, { verificationMs }: Thresholds): readonly Said[] {
  if (verificationMs === undefined) return []
  const good = runs.findLast(({ kind, outcome }) => kind === 'verification' && outcome === 'succeeded')
  if (good === undefined) return [['verification-overdue', 'no backup was verified in the time for it']]
  const ageMs = now.getTime() - Date.parse(good.startedAt)
  if (ageMs <= verificationMs) return []
  const what = `the newest good verification, ${good.id}, is ${words(ageMs)} old, and may be ${words(verificationMs)}`
  return [['verification-overdue', what]]
}

function proof(facts: HealthFacts, verdict: Verdict, { proofMs = 0 }: Thresholds): readonly Said[] {
  if (facts.proven === undefined) return [['never-proven', 'no drill has proven a copy that is still there']]
  if (verdict !== 'breached') return []
  const ageMs = proofAge(facts) ?? 0
  return [['proof-overdue', `the newest proof is ${words(ageMs)} old, and may be ${words(proofMs)}`]]
}

function provenVerdict(facts: HealthFacts, { proofMs }: Thresholds): Verdict {
  const ageMs = proofAge(facts)
  if (proofMs === undefined) return 'notMeasured'
  return ageMs !== undefined && ageMs <= proofMs ? 'met' : 'breached'
}

/** Of the newest proof, which may be of an older copy than the newest proven one. */
function proofAge({ now, proven, runs }: HealthFacts): number | undefined {
  if (proven === undefined) return undefined
  const newest = runs.findLast((run) => run.kind === 'drill' && run.proven)?.startedAt
  const times = [proven.drilledAt, ...(newest === undefined ? [] : [newest])].map((time) => Date.parse(time))
  return now.getTime() - Math.max(...times)
}

function words(milliseconds: number): string {
  return prettyMs(milliseconds, { unitCount: 2, secondsDecimalDigits: 0 })
}

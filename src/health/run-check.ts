import { ERROR_CODES, EXIT, worstExitCode, type ErrorCode, type ExitCode } from '../core/errors.ts'
import type { CheckRecord } from '../core/record.ts'
import { deliverRecord } from '../evidence/deliver-record.ts'
import { readRecords } from '../evidence/read-records.ts'
import type { RunLog } from '../evidence/run-log.ts'
import { beginJob, type TargetJob } from '../evidence/target-job.ts'
import { targetStatus, type Point, type TargetStatus } from '../status/target-status.ts'
import { judgeHealth, type HealthRun } from './judge-health.ts'
import { thresholdsOf, type Thresholds } from './thresholds.ts'

/** Records of at least so long are read, for targets whose schedules ask for nothing. */
const LEAST_READ_MS = 35 * 86_400_000
const TOLERATED_SKEW_MS = 60_000

/** What a check found out beside what its record says. */
export interface CheckOutcome {
  readonly backups: number
  readonly exitCode: ExitCode
}

export interface CheckJob extends TargetJob {
  readonly found?: (outcome: CheckOutcome) => void
}

type Seen = Pick<CheckRecord, 'findings' | 'verdicts' | 'claimed' | 'proven'>

const NOTHING_SEEN: Seen = { findings: [], verdicts: { claimed: 'notMeasured', proven: 'notMeasured' } }

/**
 * Looks at a target's health by the store's clock: the newest claimed and proven points, and the newest runs. Its findings are in
 * the record, which is written too; throws `evidence-undelivered` when a good one could not be.
 */
export async function runCheck(job: CheckJob): Promise<CheckRecord> {
  const { store, context } = job
  const log = beginJob(job)
  let seen = NOTHING_SEEN
  let reason: unknown
  try {
    seen = await look(job, log)
  } catch (error) {
    reason = error
  }
  const record: CheckRecord = { ...log.finish(reason), kind: 'check', ...seen }
  return deliverRecord(record, { store, reporter: context.reporter, reason })
}

async function look(job: CheckJob, log: RunLog): Promise<Seen> {
  const { target, store, context } = job
  const now = await store.now()
  const warn = (sentence: string): void => {
    log.limitation(sentence)
    context.reporter.report({ event: 'warning', message: `${target.name}: ${sentence}` })
  }
  const status = await log.phase('status', () => targetStatus(target, { ...job, now, warn }))
  const thresholds = thresholdsOf(target, now)
  const runs = await log.phase('runs', () => readRuns(job, thresholds, now))
  const unusable = status.findings.map(({ what, code }) => `${what} [${code}]`)
  const { findings, verdicts } = judgeHealth({ ...status, now, unusable, runs }, thresholds)
  const codes = [status.exitCode, ...runs.filter(isLast).map(exitCodeOf)]
  const open = findings.length === 0 ? EXIT.done : EXIT.breached
  job.found?.({
    backups: status.backups,
    exitCode: worstExitCode([open, ...codes.filter((code) => code === EXIT.bad)]),
  })
  return { findings, verdicts, ...pointsOf(status) }
}

function readRuns(job: CheckJob, thresholds: Thresholds, now: Date): Promise<readonly HealthRun[]> {
  const { failuresMs, verificationMs = 0, proofMs = 0 } = thresholds
  const readMs = Math.max(LEAST_READ_MS, failuresMs, verificationMs, proofMs)
  const search = {
    ...job,
    target: job.target.name,
    since: new Date(now.getTime() - readMs),
    until: new Date(now.getTime() + TOLERATED_SKEW_MS),
    // Whoever looks at the status of the same records has told.
    warn: () => undefined,
  }
  return readRecords(search, ['backup', 'verification', 'drill'])
}

/** The newest verification and the newest drill. */
function isLast(run: HealthRun, index: number, runs: readonly HealthRun[]): boolean {
  return run.kind !== 'backup' && runs.findLastIndex(({ kind }) => kind === run.kind) === index
}

function exitCodeOf({ error }: HealthRun): ExitCode {
  if (error === undefined) return EXIT.done
  return error.code in ERROR_CODES ? ERROR_CODES[error.code as ErrorCode] : EXIT.unexpected
}

function pointsOf({ claimed, proven }: TargetStatus): Pick<CheckRecord, 'claimed' | 'proven'> {
  return {
    ...(claimed === undefined ? {} : { claimed: idAndAge(claimed) }),
    ...(proven === undefined ? {} : { proven: idAndAge(proven) }),
  }
}

function idAndAge({ id, ageMs }: Point): Pick<Point, 'id' | 'ageMs'> {
  return { id, ageMs }
}

import type { RpoActual } from '../backup/judge-exposure.ts'
import { EXIT } from '../core/errors.ts'
import type { BackupRecord } from '../core/record.ts'
import type { Target } from '../core/target.ts'
import type { TargetJob } from '../evidence/target-job.ts'
import type { Occasion } from './due.ts'
import { exitCodeOf, joinExitCodes } from './each-target.ts'
import { keptOrNot } from './kept-or-not.ts'
import { openJob } from './open-job.ts'
import { line, verdictText } from './output/lines.ts'
import type { Shell } from './shell.ts'
import type { Outcome } from './verb.ts'
import { verifyTarget } from './verify-target.ts'

export interface BackupRequest {
  readonly target: Target
  /** As `backup` takes them. */
  readonly options: Readonly<Record<string, unknown>>
  readonly occasion: Occasion
}

/** What `backup` says of one target, and the record behind it. */
export interface TakenBackup extends Outcome {
  readonly record: BackupRecord
}

/** Backs one target up, and reads the backup back when that was asked for. */
export async function backupTarget(
  { target, options, occasion }: BackupRequest,
  shell: Shell,
): Promise<TakenBackup> {
  const fingerprint = target.settings.fingerprint && options['fingerprint'] !== false
  const chosen = { ...target, settings: { ...target.settings, fingerprint } }
  const taken = await takeBackup({ target: chosen, options, occasion }, shell)
  const { error, backup } = taken.record
  if (options['verify'] !== true || error !== undefined || backup === undefined) return taken
  const verified = await verifyTarget({ target, selector: backup.id }, shell)
  return {
    ...taken,
    exitCode: joinExitCodes([taken.exitCode, verified.exitCode]),
    result: { ...taken.result, verification: verified.result },
    text: `${taken.text}\n${verified.text}`,
  }
}

async function takeBackup({ target, options, occasion }: BackupRequest, shell: Shell): Promise<TakenBackup> {
  const { runBackup } = await import('../backup/backup.ts')
  await using job = await openJob(target, shell, occasion)
  const record = await keptOrNot(
    runBackup({ ...job, acceptNewSource: options['acceptNewSource'] === true }),
    shell,
  )
  const { describeBackup } = await import('./output/describe-backup.ts')
  const rpo = await rpoOf(record, job)
  const late = options['failOn'] === 'breached' && rpo.verdict === 'breached'
  return {
    exitCode: late ? EXIT.breached : exitCodeOf(record),
    result: { target: target.name, record, rpo },
    text: `${describeBackup(record)}\n${line('RPO', verdictText(rpo.verdict, rpo.actualMs, rpo.objectiveMs))}`,
    record,
  }
}

async function rpoOf(record: BackupRecord, { store, target }: TargetJob): Promise<RpoActual> {
  const { listBackups } = await import('../backup/catalog.ts')
  const { judgeExposure } = await import('../backup/judge-exposure.ts')
  const { backup } = record
  if (record.error !== undefined || backup === undefined) return { verdict: 'notMeasured' }
  const others = (await listBackups(store, target.name)).filter(({ id }) => id !== backup.id)
  return judgeExposure(record, others.at(-1)?.at, target.objectives)
}

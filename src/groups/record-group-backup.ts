import { EXIT, LifeboatError, worstExitCode, ERROR_CODES, type ErrorCode } from '../core/errors.ts'
import type { GroupBackupRecord } from '../core/group-record.ts'
import type { BackupRecord } from '../core/record.ts'
import { deliverRecord } from '../evidence/deliver-record.ts'
import type { RunLog } from '../evidence/run-log.ts'
import type { TargetJob } from '../evidence/target-job.ts'
import { instantsOf } from '../reconcile/instants.ts'
import { memberOf } from './member-of.ts'

export interface GroupBackup {
  readonly log: RunLog
  /** The members in their order, and what became of their backups. */
  readonly members: readonly { readonly target: string; readonly record: BackupRecord | undefined }[]
  /** Where the record is written: of the source of truth. */
  readonly job: Pick<TargetJob, 'store' | 'context'>
}

/** Writes down which backups of members belong together, and how far apart they are; whole only when each has one. */
export async function recordGroupBackup({ log, members, job }: GroupBackup): Promise<GroupBackupRecord> {
  const failed = members.flatMap(({ target, record }) => (isTaken(record) ? [] : [{ target, record }]))
  const whole = failed.length === 0
  const reason = whole ? undefined : notWhole(failed)
  const consistencies = members.flatMap(({ record }) => record?.consistency ?? [])
  const instants = whole ? instantsOf(consistencies) : undefined
  const record: GroupBackupRecord = {
    ...log.finish(reason),
    kind: 'groupBackup',
    members: members.map((member) => memberOf(member.target, member.record)),
    whole,
    ...(instants === undefined ? {} : { instants }),
  }
  return await deliverRecord(record, { store: job.store, reporter: job.context.reporter, reason })
}

function isTaken(record: BackupRecord | undefined): boolean {
  return record?.backup !== undefined && record.error === undefined
}

interface Shortfall {
  readonly target: string
  readonly record: BackupRecord | undefined
}

function shortcoming({ target, record }: Shortfall): string {
  return record?.backup === undefined
    ? `there is no backup of ${target} in this run`
    : `${target} was backed up, but its run ended with ${record.error?.code ?? 'an error'}`
}

function notWhole(failed: readonly Shortfall[]): LifeboatError {
  const codes = failed.map(({ record }) => (record?.error?.code ?? 'cancelled') as ErrorCode)
  const worst = worstExitCode(codes.map((code) => ERROR_CODES[code] ?? EXIT.unexpected))
  const code = codes.find((each) => ERROR_CODES[each] === worst) ?? 'unexpected'
  return new LifeboatError({
    code,
    what: `the group is not whole: ${failed.map(shortcoming).join('; ')}`,
    fix: 'mend what failed and back the group up again; the other backups are kept',
  })
}

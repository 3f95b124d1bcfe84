import type { RpoActual } from '../../backup/judge-exposure.ts'
import { EXIT } from '../../core/errors.ts'
import type { BackupRecord } from '../../core/record.ts'
import type { Target } from '../../core/target.ts'
import { chosenTargets, eachTarget, exitCodeOf, joinExitCodes } from '../each-target.ts'
import { DUE_OPTION, whenDue, type Occasion } from '../due.ts'
import type { TargetJob } from '../../evidence/target-job.ts'
import { line, verdictText } from '../output/lines.ts'
import { openJob } from '../open-job.ts'
import { keptOrNot } from '../kept-or-not.ts'
import type { Shell } from '../shell.ts'
import type { Outcome, Verb } from '../verb.ts'
import { verifyTarget } from './verify.ts'

export const backupVerb: Verb = {
  name: 'backup',
  summary: 'take a backup of one, several or all targets',
  arguments: [
    { notation: '[target...]', description: 'names in lifeboat.yaml; all of them when none is given' },
  ],
  options: [
    DUE_OPTION,
    { flags: '--verify', description: 'read the new backup back and verify it at once' },
    {
      flags: '--fail-on <verdict>',
      description: 'exit with 5 when the backup is good but came later than the RPO allows',
      choices: ['breached'],
    },
    {
      flags: '--accept-new-source',
      description: 'the target leads to another database than before, on purpose; needed once',
    },
    {
      flags: '--no-fingerprint',
      description: 'leave the fingerprint out: faster, but the backup can never be proven',
    },
  ],
  examples: [
    ['lifeboat backup', 'all targets, one after the other'],
    ['lifeboat backup orders --verify', 'one target, and read it back'],
    ['lifeboat backup --due', 'what the schedule asks for; as often as you like'],
    ['lifeboat backup --fail-on breached', 'exit with 5 when it came too late'],
  ],
  run: async (input, shell) => {
    const targets = await chosenTargets(shell, input.arguments)
    const due = input.options['due'] === true
    return eachTarget(targets, shell, (target) =>
      whenDue({ target, kind: 'backup', due, shell }, (occasion) =>
        backupTarget({ target, options: input.options, occasion }, shell),
      ),
    )
  },
}

interface BackupRequest {
  readonly target: Target
  readonly options: Readonly<Record<string, unknown>>
  readonly occasion: Occasion
}

async function backupTarget({ target, options, occasion }: BackupRequest, shell: Shell): Promise<Outcome> {
  const fingerprint = target.settings.fingerprint && options['fingerprint'] !== false
  const chosen = { ...target, settings: { ...target.settings, fingerprint } }
  const taken = await takeBackup({ target: chosen, options, occasion }, shell)
  if (options['verify'] !== true || taken.id === undefined) return taken
  const verified = await verifyTarget({ target, selector: taken.id }, shell)
  return {
    exitCode: joinExitCodes([taken.exitCode, verified.exitCode]),
    result: { ...taken.result, verification: verified.result },
    text: `${taken.text}\n${verified.text}`,
  }
}

async function takeBackup(
  { target, options, occasion }: BackupRequest,
  shell: Shell,
): Promise<Outcome & { readonly id: string | undefined }> {
  const { runBackup } = await import('../../backup/backup.ts')
  await using job = await openJob(target, shell, occasion)
  const record = await keptOrNot(
    runBackup({ ...job, acceptNewSource: options['acceptNewSource'] === true }),
    shell,
  )
  const { describeBackup } = await import('../output/describe-backup.ts')
  const rpo = await rpoOf(record, job)
  const late = options['failOn'] === 'breached' && rpo.verdict === 'breached'
  return {
    exitCode: late ? EXIT.breached : exitCodeOf(record),
    result: { target: target.name, record, rpo },
    text: `${describeBackup(record)}\n${line('RPO', verdictText(rpo.verdict, rpo.actualMs, rpo.objectiveMs))}`,
    id: record.error === undefined ? idOf(record) : undefined,
  }
}

async function rpoOf(record: BackupRecord, { store, target }: TargetJob): Promise<RpoActual> {
  const { listBackups } = await import('../../backup/catalog.ts')
  const { judgeExposure } = await import('../../backup/judge-exposure.ts')
  const { backup } = record
  if (record.error !== undefined || backup === undefined) return { verdict: 'notMeasured' }
  const others = (await listBackups(store, target.name)).filter(({ id }) => id !== backup.id)
  return judgeExposure(record, others.at(-1)?.at, target.objectives)
}

function idOf(record: BackupRecord): string | undefined {
  return record.backup?.id
}

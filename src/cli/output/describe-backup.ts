import type { BackupRecord, VerificationRecord } from '../../core/record.ts'
import { bytes, duration, line, plural, recordLines, seconds } from './lines.ts'

/** A backup record as a person reads it. */
export function describeBackup(record: BackupRecord): string {
  return [headline(record), ...facts(record), ...recordLines(record)].join('\n')
}

function headline({ target, outcome, backup, durationMs, error }: BackupRecord): string {
  const but = error === undefined ? '' : `, BUT ${error.message}`
  if (backup !== undefined) return `${target}: backup ${backup.id} taken in ${duration(durationMs)}${but}`
  return `${target}: NO BACKUP was taken (${outcome})`
}

function facts(record: BackupRecord): readonly string[] {
  const { server, consistency, availableAt, fingerprint } = record
  const lines: string[] = []
  if (server !== undefined)
    lines.push(line('source', `${server.address}, ${record.engine} ${server.version}`))
  if (consistency !== undefined)
    lines.push(line('consistent', `at ${seconds(consistency.fromAt)} (${consistency.kind})`))
  if (availableAt !== undefined) lines.push(line('stored', stored(record)))
  if (fingerprint !== undefined) {
    const { datasetCount, itemCount, origin, coverage } = fingerprint
    lines.push(
      line(
        'fingerprint',
        `${plural(datasetCount, 'dataset')}, ${plural(itemCount, 'item')} (from the ${origin}, ${coverage})`,
      ),
    )
  }
  return lines
}

function stored({
  storedBytes = 0,
  delegatedBytes,
  volumeCount = 0,
  recipients,
  backup,
  availableAt = '',
}: BackupRecord): string {
  const sealed =
    recipients.length === 0 ? 'NOT encrypted' : `sealed for ${plural(recipients.length, 'recipient')}`
  const unsealed =
    delegatedBytes === undefined
      ? ''
      : `, ${bytes(delegatedBytes)} of it written by the server and not sealed`
  return `${bytes(storedBytes)} in ${plural(volumeCount, 'volume')}, ${sealed}${unsealed}, in ${backup?.store ?? ''} since ${seconds(availableAt)}`
}

/** A verification record as a person reads it. */
export function describeVerification(record: VerificationRecord): string {
  const { target, backup, outcome, verifiedBytes = 0, volumeCount = 0, anchor, grade } = record
  const verdict = outcome === 'succeeded' ? 'verified' : 'NOT VERIFIED'
  if (backup === undefined) return [`${target}: no backup was verified`, ...recordLines(record)].join('\n')
  return [
    `${target}: backup ${backup.id} ${verdict}${grade === undefined ? '' : ` (grade ${grade})`}`,
    line('read', `${bytes(verifiedBytes)} in ${plural(volumeCount, 'volume')}, ${openingWords(record)}`),
    line('anchor', ANCHOR_WORDS[anchor]),
    ...recordLines(record),
  ].join('\n')
}

/** Grade 1 is what parsing earns. */
function openingWords({ opened, grade }: VerificationRecord): string {
  if (!opened) return 'not opened'
  if (grade === 1) return 'opened and parsed'
  return grade === 0 ? 'opened, not parsed' : 'opened'
}

export const ANCHOR_WORDS: Readonly<Record<VerificationRecord['anchor'], string>> = {
  ledger: 'the published ledger holds its digest',
  store: 'a record in the store holds its digest, not yet published: lifeboat collect',
  none: 'no record holds its digest: unanchored',
}

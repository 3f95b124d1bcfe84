import type { GroupBackupRecord, GroupDrillRecord, Reconciliation } from '../../core/group-record.ts'
import type { Instants, Tolerance } from '../../core/reconcile.ts'
import { idleRule } from '../../groups/group-limitations.ts'
import { columns, duration, line, plural, recordLines, seconds, VERDICT_WORDS, verdictText } from './lines.ts'

/** A group's backups as a person reads them: whether they are whole, and how far apart. */
export function describeGroupBackup(record: GroupBackupRecord): string {
  const { target, members, whole, instants } = record
  const taken = members.filter(({ outcome, backup }) => outcome === 'succeeded' && backup !== undefined)
  const share = `${taken.length} of ${plural(members.length, 'member')} backed up`
  return [
    `${target}: ${share}${whole ? ' together' : ': the group is NOT WHOLE'}`,
    line('order', members.map(({ target: name }) => name).join(', ')),
    ...skew(instants),
    ...recordLines(record),
  ].join('\n')
}

/** A group's drill as a person reads it: the verdict first, then what each member and each rule showed. */
export function describeGroupDrill(record: GroupDrillRecord): string {
  const { members, instants, reconciliation, verdicts, rta } = record
  return [
    headline(record),
    ...members.map(({ target, outcome, proven, grade }) => {
      const reached = grade === undefined ? '' : `, grade ${grade}`
      return line('member', `${target}: ${proven ? 'proven' : MEMBER_WORDS[outcome]}${reached}`)
    }),
    ...skew(instants),
    ...(reconciliation.length === 0 ? [] : [rules(record)]),
    line('reconciled', VERDICT_WORDS[verdicts.reconciliation]),
    line('RTO', verdictText(verdicts.rto, rta?.measuredMs, rta?.objectiveMs)),
    ...recordLines(record),
  ].join('\n')
}

const MEMBER_WORDS = {
  succeeded: 'drilled, not proven',
  failed: 'FAILED',
  couldNotRun: 'could not run',
  cancelled: 'cancelled',
} as const

function headline({ target, members, outcome, proven, error, verdicts }: GroupDrillRecord): string {
  const count = plural(members.length, 'member')
  if (outcome === 'cancelled')
    return `${target}: the drill of ${count} was cancelled: nothing was proven together`
  if (proven) {
    const late = error === undefined ? '' : ', but an objective was BREACHED'
    return `${target}: ${count} restored side by side and PROVEN together${late}`
  }
  if (verdicts.reconciliation === 'breached')
    return `${target}: the drill of ${count} FAILED: the stores do not fit together`
  return `${target}: ${count} NOT PROVEN together`
}

function skew(instants: Instants | undefined): readonly string[] {
  if (instants === undefined) return []
  const { earliestAt, latestAt, skewMs } = instants
  return [line('captured', `from ${seconds(earliestAt)} to ${seconds(latestAt)}, ${duration(skewMs)} apart`)]
}

const RESULT_WORDS = { passed: 'passed', failed: 'FAILED', notRun: 'NOT RUN' } as const

function rules({ reconciliation, limitations }: GroupDrillRecord): string {
  const rows = reconciliation.map((rule) => [
    rule.name,
    side(rule.truth),
    side(rule.derived),
    found(rule.missing, rule.tolerance.missing),
    found(rule.orphaned, rule.tolerance.orphaned),
    resultWords(rule, limitations),
  ])
  const text = columns(
    ['  reconcile', 'truth', 'derived', 'missing', 'orphaned', 'result'],
    rows.map(indented),
  )
  return text
}

/** Sizes may be withheld, so only the limitations always tell that a rule had nothing to compare. */
function resultWords({ name, result, error }: Reconciliation, limitations: readonly string[]): string {
  if (result === 'passed' && limitations.includes(idleRule(name))) return 'NOTHING COMPARED'
  return error === undefined ? RESULT_WORDS[result] : `${RESULT_WORDS[result]} (${error})`
}

function indented([first = '', ...rest]: readonly string[]): readonly string[] {
  return [`  ${first}`, ...rest]
}

function side({ target, count }: Reconciliation['truth']): string {
  return count === undefined ? target : `${target} ${count}`
}

function found(count: number | undefined, tolerance: Tolerance): string {
  const limit = limitWords(tolerance)
  return count === undefined ? `? (${limit})` : `${count} (${limit})`
}

function limitWords(tolerance: Tolerance): string {
  if (tolerance === 'any') return 'any'
  return 'keys' in tolerance ? `at most ${tolerance.keys}` : `at most ${tolerance.basisPoints}bp`
}

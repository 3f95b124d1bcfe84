import type { KnownRecord } from '../../../src/compliance/known-record.ts'
import type { GroupDrillRecord } from '../../../src/core/group-record.ts'
import type {
  BackupRecord,
  CheckRecord,
  DrillRecord,
  EvidenceRecord,
  PolicyRecord,
  PruneRecord,
  RecordBase,
  VerificationRecord,
} from '../../../src/core/record.ts'
import { idTimestamp } from '../../../src/core/identifiers.ts'
import { canonicalDigest, sha256Hex } from '../../../src/evidence/canonical.ts'

/** `11-02 02:17` of 2026, or a whole time. */
function at(text: string): string {
  const [day = '', time = '00:00'] = text.split(' ')
  const written = day.length === 5 ? `2026-${day}` : day
  return new Date(`${written}T${time}${time.length === 5 ? ':00' : ''}Z`).toISOString()
}

export function ms(text: string): number {
  return Date.parse(at(text))
}

interface Given {
  readonly target?: string
  readonly start: string
  readonly end?: string
  /** The time it was scheduled for; absent for a run by hand. */
  readonly slot?: string
  readonly missed?: readonly string[]
  readonly error?: { readonly code: string; readonly outcome: RecordBase['outcome'] }
  /** Makes ids of one second differ. */
  readonly suffix?: string
}

function base(given: Given): RecordBase {
  const { target = 'orders', start, end = start, slot, missed, error, suffix = 'aaaa' } = given
  return {
    format: 'lifeboat-record/1',
    id: `${idTimestamp(new Date(at(start)))}-${suffix}`,
    project: 'shop',
    target,
    engine: 'postgres',
    startedAt: at(start),
    finishedAt: at(end),
    durationMs: ms(end) - ms(start),
    outcome: error?.outcome ?? 'succeeded',
    ...(error === undefined ? {} : { error: { code: error.code, message: `it ended with ${error.code}` } }),
    trigger: {
      kind: slot === undefined ? 'manual' : 'schedule',
      ...(slot === undefined ? {} : { scheduledFor: at(slot), slippageMs: ms(start) - ms(slot) }),
      ...(missed === undefined ? {} : { missed: missed.map(at) }),
    },
    policyDigest: sha256Hex('policy'),
    toolVersion: '0.1.0',
    phases: [],
    limitations: [],
  }
}

/** A backup of the data at `start`, available at `end`. */
export function backup(given: Given & { readonly end: string }): BackupRecord {
  const own = base(given)
  const reference = referenceTo(own.id, own.target)
  const made = given.error === undefined || given.error.outcome === 'failed'
  return {
    ...own,
    kind: 'backup',
    recipients: [],
    ...(made
      ? {
          backup: reference,
          consistency: { kind: 'transactional', fromAt: own.startedAt, toAt: own.startedAt },
          availableAt: own.finishedAt,
        }
      : {}),
  }
}

function referenceTo(id: string, target: string): NonNullable<BackupRecord['backup']> {
  const manifestKey = `manifests/${target}/${id}.json`
  return { id, store: 'primary', manifestKey, manifestSha256: sha256Hex(id) }
}

export function verification(of: BackupRecord, given: Given): VerificationRecord {
  return {
    ...base({ target: of.target, suffix: 'vvvv', ...given }),
    kind: 'verification',
    backup: referenceTo(of.id, of.target),
    anchor: 'ledger',
    opened: false,
    checks: [],
  }
}

export interface DrillGiven extends Given {
  readonly proven?: boolean
  readonly rtaMs?: number
  readonly rtoMs?: number
  readonly phases?: Readonly<Record<string, number>>
}

export function drill(of: BackupRecord, given: DrillGiven): DrillRecord {
  const { rtaMs, rtoMs, proven = given.error === undefined, phases = {} } = given
  const integrity = proven ? 'met' : given.error?.outcome === 'failed' ? 'breached' : 'notMeasured'
  return {
    ...base({ target: of.target, suffix: 'dddd', ...given }),
    kind: 'drill',
    plan: 'monthly',
    selection: { method: 'latest', candidates: 1 },
    backup: referenceTo(of.id, of.target),
    anchor: 'ledger',
    ...(proven ? { grade: 6 } : {}),
    highestGrade: { grade: 7, because: 'application checks are configured' },
    proven,
    checks: [],
    phases: Object.entries(phases).map(([name, durationMs]) => ({ name, durationMs })),
    ...(rtaMs === undefined
      ? {}
      : { rta: { measuredMs: rtaMs, ...(rtoMs === undefined ? {} : { objectiveMs: rtoMs }) } }),
    verdicts: { rto: 'met', rpo: 'met', integrity, overall: integrity },
    summary: {
      drill_timestamp: at(given.start),
      backup_age_minutes: null,
      restore_duration_minutes: null,
      rpo_compliant: null,
      rto_compliant: null,
      status: 'success',
    },
  }
}

export interface GroupDrillGiven extends Given {
  readonly rtaMs?: number
  readonly verdicts?: Partial<GroupDrillRecord['verdicts']>
}

/** A drill of the group that `target` names. */
export function groupDrill(given: GroupDrillGiven): GroupDrillRecord {
  const verdicts = { rto: 'met', reconciliation: 'met', integrity: 'met', overall: 'met' } as const
  return {
    ...base({ suffix: 'gggg', ...given }),
    engine: 'group',
    kind: 'groupDrill',
    plan: 'monthly',
    members: [],
    reconciliation: [],
    proven: given.error === undefined,
    ...(given.rtaMs === undefined ? {} : { rta: { measuredMs: given.rtaMs, objectiveMs: 100 } }),
    verdicts: { ...verdicts, ...given.verdicts },
  }
}

export interface PolicyGiven extends Given {
  readonly schedule?: PolicyRecord['schedule']
  readonly objectives?: PolicyRecord['objectives']
  readonly timeZone?: string
}

export function policy(given: PolicyGiven): PolicyRecord {
  const { schedule = {}, objectives = {}, timeZone = 'UTC' } = given
  const retention = { minimumAgeMs: 604_800_000, minimumCount: 3 }
  return { ...base({ suffix: 'pppp', ...given }), kind: 'policy', schedule, objectives, timeZone, retention }
}

export function check(given: Given & { readonly findings?: CheckRecord['findings'] }): CheckRecord {
  const { findings = [] } = given
  return {
    ...base({ suffix: 'cccc', ...given }),
    kind: 'check',
    findings,
    verdicts: { claimed: 'met', proven: 'met' },
  }
}

export interface PruneGiven extends Given {
  readonly applied?: boolean
  readonly store?: string
  readonly result?: 'planned' | 'removed' | 'failed'
}

export function prune(dropped: readonly BackupRecord[], given: PruneGiven): PruneRecord {
  const { applied = true, store = 'primary', result = applied ? 'removed' : 'planned' } = given
  return {
    ...base({ suffix: applied ? 'rrrr' : 'qqqq', ...given }),
    kind: 'prune',
    store,
    applied,
    kept: [],
    dropped: dropped.map(({ id }) => ({ id, manifestSha256: sha256Hex(id), reasons: ['old'], result })),
  }
}

/** The records as if the ledger held them. */
export function known(records: readonly EvidenceRecord[]): readonly KnownRecord[] {
  return records.map((record) => ({ record, sha256: canonicalDigest(record), published: true }))
}

import type { Fleet } from '../../../src/compliance/compliance.ts'
import type { BackupRecord, DrillRecord, EvidenceRecord } from '../../../src/core/record.ts'
import { backup, check, drill, known, policy, prune, verification } from './scene.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const SCHEDULE = { backup: '17 2 * * *', verify: '17 5 * * 0', drill: '17 4 * * 0#1' }

/**
 * A month of `orders`, backed up every night in ten minutes, with an RPO of 25 h and an RTO of 30 min: on the 9th nobody ran, on
 * the 12th the run was 3 h late, on the 15th it failed and was run again by the schedule an hour later, on the 20th it was
 * cancelled. The backup of the 22nd was found bad at 05:20; that of the 21st therefore counts again until the next night. A
 * drill of the 1st proved the backup of that night; the year before there was one each month.
 */
export function november(): Fleet {
  const nights = Array.from({ length: 30 }, (_, index) => index + 1)
  const backups = new Map(nights.flatMap((day) => night(day).map((made) => [day, made] as const)))
  const first = backups.get(1)!
  const before = nightOf('10-31')
  const records: readonly EvidenceRecord[] = [
    policy({
      start: '2025-11-30 12:00',
      schedule: SCHEDULE,
      objectives: { rpoMs: 25 * HOUR_MS, rtoMs: 30 * MINUTE_MS, approvedBy: 'cto', approvedAt: '2025-11-30' },
    }),
    ...yearOfDrills(),
    nightOf('10-30'),
    before,
    ...nights.flatMap(night),
    ...attempts(),
    drill(first, { start: '11-01 04:19', end: '11-01 04:31', slot: '11-01 04:17', ...measured(11) }),
    drill(backups.get(11)!, { start: '11-11 09:00', end: '11-11 09:14', ...measured(13) }),
    ...['11-01', '11-08', '11-15', '11-29'].map((day) =>
      verification(first, { start: `${day} 05:18`, end: `${day} 05:20`, slot: `${day} 05:17` }),
    ),
    verification(backups.get(22)!, {
      start: '11-22 05:18',
      end: '11-22 05:20',
      slot: '11-22 05:17',
      error: { code: 'volume-altered', outcome: 'failed' },
    }),
    prune([before], { start: '11-25 03:17', end: '11-25 03:18' }),
    check({
      start: '11-30 23:47',
      findings: [{ code: 'slots-missed', severity: 'warning', message: '1 backup was missed | 11-09' }],
    }),
  ]
  return {
    project: 'shop',
    targets: [
      { name: 'orders', engine: 'postgres' },
      { name: 'sessions', engine: 'redis' },
    ],
    groups: [{ name: 'platform', targets: ['orders', 'sessions'], reconcile: [] }],
    records: known(records),
    ledger: { sequence: 31, head: 'ab'.repeat(32) },
    notCounted: [],
  }
}

/** The run of one night, none when it made no backup. */
function night(day: number): readonly BackupRecord[] {
  if ([9, 15, 20].includes(day)) return []
  return [nightOf(`11-${String(day).padStart(2, '0')}`, day === 12 ? '05:17' : '02:17')]
}

function nightOf(day: string, time = '02:17'): BackupRecord {
  const end = time.replace(':17', ':27')
  const missed = day === '11-10' ? { missed: ['11-09 02:17'] } : {}
  return backup({ start: `${day} ${time}`, end: `${day} ${end}`, slot: `${day} 02:17`, ...missed })
}

/** The nights that did not go well. */
function attempts(): readonly BackupRecord[] {
  const failed = { error: { code: 'server-unreachable', outcome: 'couldNotRun' } } as const
  const cancelled = { error: { code: 'cancelled', outcome: 'cancelled' } } as const
  return [
    backup({ start: '11-15 02:18', end: '11-15 02:19', slot: '11-15 02:17', ...failed }),
    backup({ start: '11-15 03:17', end: '11-15 03:27', slot: '11-15 02:17' }),
    backup({ start: '11-20 02:18', end: '11-20 02:20', slot: '11-20 02:17', ...cancelled }),
  ]
}

/** Growing a little each month; in June the copy was bad, in August it took longer than the objective. */
function yearOfDrills(): readonly EvidenceRecord[] {
  return ['12', '01', '02', '03', '04', '05', '06', '07', '08', '09', '10'].flatMap((month, index) => {
    const year = month === '12' ? '2025' : '2026'
    const made = backup({ start: `${year}-${month}-05 02:17`, end: `${year}-${month}-05 02:27` })
    const times = { start: `${year}-${month}-05 04:17`, end: `${year}-${month}-05 04:50` }
    const bad = { error: { code: 'content-different', outcome: 'failed' } } as const
    if (month === '06') return [made, drill(made, { ...times, ...bad, phases: { provision: 9_000 } })]
    return [made, drill(made, { ...times, ...measured(month === '08' ? 34 : 6 + index / 2) })]
  })
}

function measured(minutes: number): Pick<DrillRecord, never> & {
  readonly rtaMs: number
  readonly rtoMs: number
  readonly phases: Readonly<Record<string, number>>
} {
  const rtaMs = Math.round(minutes * MINUTE_MS)
  const parts = { select: 100, provision: 20_000, fetch: 0.2 * rtaMs, decrypt: 1500, load: 0.5 * rtaMs }
  const rounded = Object.entries(parts).map(([name, value]) => [name, Math.round(value)] as const)
  const phases = { ...Object.fromEntries(rounded), validate: Math.round(0.15 * rtaMs), checks: 3000 }
  return { rtaMs, rtoMs: 30 * MINUTE_MS, phases }
}

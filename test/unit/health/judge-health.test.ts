import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { HEALTH_CODES, type HealthCode } from '../../../src/health/codes.ts'
import { judgeHealth, type HealthFacts, type HealthRun } from '../../../src/health/judge-health.ts'
import { thresholdsOf, type Thresholds } from '../../../src/health/thresholds.ts'
import { backupRecord, drillRecord, verificationRecord } from '../../support/evidence/records.ts'
import { ROOT } from '../../support/docs/blocks.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const NOW = new Date('2026-11-21T12:00:00Z')

const ago = (ms: number): string => new Date(NOW.getTime() - ms).toISOString()
const at = <R extends HealthRun>(run: R, ms: number): R => ({ ...run, startedAt: ago(ms) })
const failed = <R extends HealthRun>(run: R, code: string): R => ({
  ...run,
  outcome: 'failed',
  error: { code, message: 'what happened' },
})

const THRESHOLDS: Thresholds = {
  backupMs: 36 * HOUR_MS,
  verificationMs: 10 * DAY_MS,
  proofMs: 45 * DAY_MS,
  failuresMs: 7 * DAY_MS,
}

const RUNS: readonly HealthRun[] = [
  at(drillRecord(1), 20 * DAY_MS),
  at(verificationRecord(2), 5 * DAY_MS),
  at(backupRecord(3), DAY_MS),
  at(backupRecord(4), 2 * HOUR_MS),
]

const HEALTHY: HealthFacts = {
  now: NOW,
  backups: 30,
  claimed: { id: 'newest', ageMs: 2 * HOUR_MS },
  proven: { id: 'proven', drilledAt: ago(20 * DAY_MS) },
  rpo: { verdict: 'met', objectiveMs: 25 * HOUR_MS },
  unusable: [],
  runs: RUNS,
}

const without = (key: 'claimed' | 'proven', facts: Partial<HealthFacts>): HealthFacts => {
  const { [key]: _, ...rest } = HEALTHY
  return { ...rest, ...facts }
}

const SICK: Record<HealthCode, HealthFacts> = {
  'never-backed-up': without('claimed', { backups: 0 }),
  'no-usable-backup': without('claimed', {}),
  'backup-unusable': { ...HEALTHY, unusable: ['backup x is lost'] },
  'backup-overdue': { ...HEALTHY, claimed: { id: 'newest', ageMs: 36 * HOUR_MS + 1 } },
  'rpo-breached': { ...HEALTHY, rpo: { verdict: 'breached', objectiveMs: HOUR_MS } },
  'last-backup-failed': { ...HEALTHY, runs: [...RUNS, failed(backupRecord(5), 'store-full')] },
  'last-verification-failed': {
    ...HEALTHY,
    runs: [...RUNS, failed(at(verificationRecord(5), 0), 'volume-altered')],
  },
  'last-drill-failed': { ...HEALTHY, runs: [...RUNS, failed(drillRecord(5), 'content-different')] },
  'backup-failed-recently': {
    ...HEALTHY,
    runs: [at(failed(backupRecord(0), 'store-full'), 7 * DAY_MS), ...RUNS],
  },
  'verification-overdue': { ...HEALTHY, runs: RUNS.filter(({ kind }) => kind !== 'verification') },
  'never-proven': without('proven', {}),
  'proof-overdue': {
    ...HEALTHY,
    runs: RUNS.filter(({ kind }) => kind !== 'drill'),
    proven: { id: 'proven', drilledAt: ago(45 * DAY_MS + 1) },
  },
}

const codesOf = (facts: HealthFacts, thresholds = THRESHOLDS): readonly string[] =>
  judgeHealth(facts, thresholds).findings.map(({ code }) => code)

test('nothing is wrong', () => {
  expect(judgeHealth(HEALTHY, THRESHOLDS)).toEqual({
    findings: [],
    verdicts: { claimed: 'met', proven: 'met' },
  })
})

test.each(Object.entries(SICK))('%s is found, alone and with its severity', (code, facts) => {
  const { findings } = judgeHealth(facts, THRESHOLDS)
  expect(findings.map((finding) => [finding.code, finding.severity])).toEqual([
    [code, HEALTH_CODES[code as HealthCode]],
  ])
})

test.each<[string, HealthFacts]>([
  ['exactly as old as it may be', { ...HEALTHY, claimed: { id: 'newest', ageMs: 36 * HOUR_MS } }],
  [
    'a failure of long ago',
    { ...HEALTHY, runs: [at(failed(backupRecord(0), 'store-full'), 8 * DAY_MS), ...RUNS] },
  ],
  [
    'a cancelled run',
    { ...HEALTHY, runs: [...RUNS, { ...failed(backupRecord(5), 'cancelled'), outcome: 'cancelled' }] },
  ],
  [
    'a late drill that proved its copy',
    { ...HEALTHY, runs: [...RUNS, failed(drillRecord(5), 'objective-breached')] },
  ],
  ['a newer proof of an older copy', { ...HEALTHY, proven: { id: 'proven', drilledAt: ago(90 * DAY_MS) } }],
])('%s is no finding', (_, facts) => {
  expect(codesOf(facts)).toEqual([])
})

test('nothing that is not asked for is overdue or met', () => {
  const facts: HealthFacts = { ...HEALTHY, rpo: { verdict: 'notMeasured' }, runs: [] }
  expect(judgeHealth(facts, { failuresMs: DAY_MS })).toEqual({
    findings: [],
    verdicts: { claimed: 'notMeasured', proven: 'notMeasured' },
  })
})

test('the critical ones come first', () => {
  const facts = { ...HEALTHY, runs: [], unusable: ['backup x is lost'] }
  expect(codesOf(facts)).toEqual(['backup-unusable', 'verification-overdue'])
})

test('ages follow from the schedules, unless they are written', () => {
  const schedule = { backup: '17 2 * * *', verify: '17 5 * * 0', drill: '17 4 * * 0#1' }
  expect(thresholdsOf({ schedule, timeZone: 'UTC' }, NOW)).toEqual({
    backupMs: 36 * HOUR_MS,
    verificationMs: 10.5 * DAY_MS,
    proofMs: 52.5 * DAY_MS,
    failuresMs: 7 * DAY_MS,
  })
  const health = { backupAgeMs: 25 * HOUR_MS, failuresWithinMs: DAY_MS }
  expect(thresholdsOf({ schedule: { backup: '17 2 * * *' }, timeZone: 'UTC', health }, NOW)).toEqual({
    backupMs: 25 * HOUR_MS,
    failuresMs: DAY_MS,
  })
})

test('docs/health.md explains every code with its severity, and no other', async () => {
  const text = await readFile(join(ROOT, 'docs/health.md'), 'utf8')
  const rows = [...text.matchAll(/^\| `([a-z-]+)` \| (critical|warning) \|/gm)]
  expect(rows.map(([, code, severity]) => [code, severity])).toEqual(Object.entries(HEALTH_CODES))
})

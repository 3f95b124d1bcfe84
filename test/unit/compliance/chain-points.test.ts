import { expect, test } from 'vitest'
import { newestPoint, pointChanges, type Standing } from '../../../src/compliance/recovery-points.ts'
import type { BackupRecord, EvidenceRecord, VerificationRecord } from '../../../src/core/record.ts'
import { restoreRecord } from '../../support/evidence/records.ts'
import { backup, drill, known, ms, prune, verification } from '../../support/compliance/scene.ts'

const FULL = backup({ start: '11-01 02:00', end: '11-01 02:10' })
const SECOND = basedOn([FULL.id], backup({ start: '11-02 02:00', end: '11-02 02:10' }))
const THIRD = basedOn([FULL.id, SECOND.id], backup({ start: '11-03 02:00', end: '11-03 02:10' }))
const BAD = { code: 'volume-altered', outcome: 'failed' } as const

function basedOn(bases: readonly string[], record: BackupRecord): BackupRecord {
  return { ...record, bases }
}

/** What a verification of one backup found in a file that lies in another. */
function badFileOf(owner: BackupRecord, of: BackupRecord, start: string): VerificationRecord {
  const message = `data/${owner.target}/${owner.id}/0000.tree/data.bin was altered`
  return { ...verification(of, { start }), outcome: 'failed', error: { code: BAD.code, message } }
}

function newestAt(
  time: string,
  records: readonly EvidenceRecord[],
  standing: Standing = 'claimed',
): string | undefined {
  const given = known([FULL, SECOND, THIRD, ...records])
  const sorted = given.toSorted((a, b) => Date.parse(a.record.finishedAt) - Date.parse(b.record.finishedAt))
  return newestPoint(pointChanges(sorted, standing), ms(time))?.id
}

test.each<{ case: string; records: readonly EvidenceRecord[]; expected: string | undefined }>([
  { case: 'nothing was said', records: [], expected: THIRD.id },
  {
    case: 'its base is bad',
    records: [verification(SECOND, { start: '11-04', error: BAD })],
    expected: FULL.id,
  },
  {
    case: 'the first of its chain is bad',
    records: [verification(FULL, { start: '11-04', error: BAD })],
    expected: undefined,
  },
  {
    case: 'its base was bad before it was made',
    records: [verification(FULL, { start: '11-01 03:00', error: BAD })],
    expected: undefined,
  },
  {
    case: 'its base is good again',
    records: [
      verification(FULL, { start: '11-04', error: BAD }),
      verification(FULL, { start: '11-04 01:00' }),
    ],
    expected: THIRD.id,
  },
  {
    case: 'its own bytes are bad',
    records: [verification(THIRD, { start: '11-04', error: BAD })],
    expected: SECOND.id,
  },
  { case: 'it found its base bad', records: [badFileOf(SECOND, THIRD, '11-04')], expected: FULL.id },
  {
    case: 'it found its base bad and good again',
    records: [badFileOf(SECOND, THIRD, '11-04'), verification(THIRD, { start: '11-04 01:00' })],
    expected: THIRD.id,
  },
  { case: 'its base is gone', records: [prune([SECOND], { start: '11-04' })], expected: FULL.id },
  {
    case: 'a base of another store is gone',
    records: [prune([SECOND], { start: '11-04', store: 'mirror' })],
    expected: THIRD.id,
  },
])('the newest point of a chain when $case', ({ records, expected }) => {
  expect(newestAt('11-05', records)).toBe(expected)
})

test('an increment ceases to count when its base is found bad, and not before', () => {
  const records = [verification(FULL, { start: '11-04', error: BAD })]
  expect(newestAt('11-03 23:59', records)).toBe(THIRD.id)
  expect(newestAt('11-04', records)).toBeUndefined()
})

test('a proven increment proves nothing while its base is bad', () => {
  const proof = drill(THIRD, { start: '11-04' })
  expect(newestAt('11-05', [proof], 'proven')).toBe(THIRD.id)
  const bad = verification(SECOND, { start: '11-04 01:00', error: BAD })
  expect(newestAt('11-05', [proof, bad], 'proven')).toBeUndefined()
  const good = verification(SECOND, { start: '11-04 02:00' })
  expect(newestAt('11-05', [proof, bad, good], 'proven')).toBe(THIRD.id)
})

test('a drill of another manifest takes nothing back', () => {
  const other = drill(THIRD, { start: '11-04 01:00' })
  const reference = { ...other.backup!, manifestSha256: 'f'.repeat(64) }
  const records = [verification(THIRD, { start: '11-04', error: BAD }), { ...other, backup: reference }]
  expect(newestAt('11-05', records)).toBe(SECOND.id)
})

test('what a restore finds bad counts no more, until a drill proves it', () => {
  const {
    id,
    target,
    startedAt,
    finishedAt,
    outcome,
    error,
    backup: reference,
  } = verification(THIRD, {
    start: '11-04',
    error: BAD,
  })
  const said = { id, target, startedAt, finishedAt, outcome, error: error!, backup: reference! }
  const restored: EvidenceRecord = { ...restoreRecord(1), ...said }
  expect(newestAt('11-05', [restored])).toBe(SECOND.id)
  expect(newestAt('11-05', [restored, verification(THIRD, { start: '11-04 01:00' })])).toBe(SECOND.id)
  expect(newestAt('11-05', [restored, drill(THIRD, { start: '11-04 01:00' })])).toBe(THIRD.id)
})

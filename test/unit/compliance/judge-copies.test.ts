import { describe, expect, test } from 'vitest'
import type { Judgement } from '../../../src/compliance/judge-copy.ts'
import { judgeCopies } from '../../../src/compliance/judge-copies.ts'
import { backupRecord, drillRecord, verificationRecord } from '../../support/evidence/records.ts'

const { backup } = backupRecord(0)
const id = backup!.id
const failed = (code: string) => ({ outcome: 'failed', error: { code, message: 'm' } }) as const

const RECORDS = {
  proof: { ...drillRecord(1), backup: backup! },
  lateProof: { ...drillRecord(1), backup: backup!, ...failed('objective-breached') },
  weakDrill: { ...drillRecord(1), backup: backup!, proven: false, ...failed('finding-open') },
  badDrill: { ...drillRecord(1), backup: backup!, proven: false, ...failed('content-different') },
  blindDrill: { ...drillRecord(1), backup: backup!, proven: false, ...failed('drill-invalid') },
  noDrill: { ...drillRecord(1), backup: backup!, proven: false, ...failed('sandbox-unavailable') },
  good: { ...verificationRecord(1), backup: backup! },
  bad: { ...verificationRecord(1), backup: backup!, ...failed('volume-altered') },
} satisfies Record<string, Judgement>

test.each<[readonly (keyof typeof RECORDS)[], readonly ('bad' | 'proof')[]]>([
  [[], []],
  [['good'], []],
  [['proof'], ['proof']],
  [['lateProof'], ['proof']],
  [['weakDrill'], []],
  [['proof', 'weakDrill'], ['proof']],
  [['proof', 'good'], ['proof']],
  [['proof', 'noDrill'], ['proof']],
  [['proof', 'blindDrill'], ['proof']],
  [['proof', 'bad'], ['bad']],
  [['proof', 'badDrill'], ['bad']],
  [['bad', 'good'], []],
  [['proof', 'bad', 'good'], []],
  [['bad', 'proof'], ['proof']],
  [['bad', 'weakDrill'], []],
  [['badDrill', 'good'], ['bad']],
  [['badDrill', 'proof'], ['proof']],
  [['badDrill', 'lateProof'], ['proof']],
  [['badDrill', 'weakDrill'], ['bad']],
  [['badDrill', 'bad', 'good'], ['bad']],
  [['bad', 'badDrill', 'good'], ['bad']],
])('oldest first, %j leave a copy %j', (names, expected) => {
  const judged = judgeCopies(names.map((name) => RECORDS[name])).get(id) ?? {}
  expect(Object.keys(judged)).toEqual(expected)
})

test('a record that names no backup judges none', () => {
  expect([...judgeCopies([drillRecord(1), verificationRecord(2)])]).toEqual([])
})

describe('an increment whose base holds a bad file', () => {
  const base = '20240101T000000Z-aaaaaaaa'
  const key = `data/${RECORDS.bad.target}/${base}/0000.tree/data.bin`
  const message = `${key} was altered`
  const named: Judgement = { ...RECORDS.bad, error: { code: 'volume-altered', message } }
  const checked: Judgement = { ...RECORDS.bad, checks: [{ name: key, result: 'failed', detail: 'altered' }] }
  const drilled: Judgement = { ...RECORDS.badDrill, error: { code: 'volume-altered', message } }
  const other: Judgement = { ...named, target: 'another' }
  const counted: Judgement = {
    ...RECORDS.bad,
    checks: [{ name: `tree of ${base}`, result: 'failed', detail: 'x' }],
  }
  const ofBaseBad: Judgement = { ...RECORDS.bad, backup: { ...backup!, id: base } }
  const ofBase: Judgement = { ...RECORDS.good, backup: { ...backup!, id: base } }

  test.each<[string, readonly Judgement[], readonly string[]]>([
    ['named by the error', [named], [base, id]],
    ['named by a check', [checked], [base, id]],
    ['named by a drill', [drilled], [base, id]],
    ['of another target', [other], [id]],
    ['found good since, by the increment', [named, RECORDS.good], []],
    ['found good since, by itself', [named, ofBase], [id]],
    ['found by a drill, and only read since', [drilled, RECORDS.good], [base, id]],
    ['bad by its own verification too', [ofBaseBad, named, RECORDS.good], [base]],
    ['of which the increment is bad by a drill already', [RECORDS.badDrill, named], [base, id]],
    ['with more bad files than are named', [counted], [base, id]],
  ])('%s', (_, records, bad) => {
    const judged = [...judgeCopies(records)].filter(([, copy]) => copy.bad !== undefined)
    expect(judged.map(([copy]) => copy).toSorted()).toEqual([...bad].toSorted())
  })

  test('keeps the proof of its base through a verdict that is taken back', () => {
    const proofOfBase: Judgement = { ...RECORDS.proof, backup: { ...backup!, id: base } }
    const copies = judgeCopies([proofOfBase, named, { ...RECORDS.proof }])
    expect(copies.get(base)).toEqual({ proof: proofOfBase })
  })
})

import { describe, expect, test } from 'vitest'
import { judgeCopies } from '../../../src/compliance/judge-copies.ts'
import type { VerificationRecord } from '../../../src/core/record.ts'
import { KEYS } from '../../../src/core/manifest.ts'
import { readJudgements, type JudgementSearch } from '../../../src/evidence/read-judgements.ts'
import { writeRecord } from '../../../src/evidence/write-record.ts'
import { goodVerdicts } from '../../support/evidence/good-verdicts.ts'
import { ledgerOf } from '../../support/evidence/ledger-of.ts'
import { backupRecord, idOf, verificationRecord } from '../../support/evidence/records.ts'
import { evidenceBench } from '../../support/evidence/repository.ts'

const COPY = idOf(1)

/** A copy found bad, and so many good verdicts on another one after it. */
function history(count: number): readonly VerificationRecord[] {
  const { backup } = backupRecord(1)
  const error = { code: 'volume-altered', message: 'it is not what was taken' }
  const startedAt = '2026-11-21T02:19:00.000Z'
  const bad = {
    ...verificationRecord(2),
    startedAt,
    finishedAt: startedAt,
    outcome: 'failed',
    error,
  } as const
  const first = backup === undefined ? bad : { ...bad, backup }
  return [first, ...goodVerdicts(first, count)]
}

interface Answer {
  /** What found the copy bad. */
  readonly bad: string | undefined
  readonly said: readonly string[]
}

async function answer(
  { published = [], unpublished = [] }: Record<string, readonly VerificationRecord[]>,
  search: Partial<JudgementSearch> = {},
  strange: readonly string[] = [],
): Promise<Answer> {
  await using bench = await evidenceBench()
  const store = await bench.store()
  await Promise.all(unpublished.map((record) => writeRecord(store, record)))
  for (const key of strange) await store.put(key, Buffer.from('strange'))
  const said: string[] = []
  const judged = await readJudgements({
    store,
    ledger: ledgerOf(published),
    target: 'orders',
    since: new Date('2026-11-21T02:00:00Z'),
    until: new Date('2026-12-21T02:00:00Z'),
    backupIds: new Set(),
    warn: (sentence) => said.push(sentence),
    ...search,
  })
  return { bad: judgeCopies(judged).get(COPY)?.bad?.id, said }
}

describe('an old bad verdict', () => {
  test('counts, however many were published after it, and nothing needs to be said', async () => {
    const published = history(250)
    expect(await answer({ published })).toEqual({ bad: published[0]?.id, said: [] })
  })

  test('that is not published is read by whoever asks for all; whoever does not is told', async () => {
    const unpublished = history(501)
    const cut = await answer({ unpublished })
    expect(cut.bad).toBeUndefined()
    expect(cut.said).toEqual([expect.stringContaining('more than 500 records are not published yet')])
    expect(await answer({ unpublished }, { complete: true })).toEqual({ bad: unpublished[0]?.id, said: [] })
  })

  test('from before the time that is asked about does not count', async () => {
    const since = new Date('2026-11-22T02:00:00Z')
    expect(await answer({ published: history(0) }, { since })).toEqual({ bad: undefined, said: [] })
  })
})

test('a stored record whose id is no time counts for nothing, and is told', async () => {
  const { said } = await answer({}, {}, [KEYS.record('20261131T021700Z-zzzz')])
  expect(said).toEqual([
    expect.stringContaining('record 20261131T021700Z-zzzz says a time that there is not'),
  ])
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Context } from '../../../src/core/context.ts'
import type { ReconcileRule } from '../../../src/core/reconcile.ts'
import type { GroupCopy } from '../../../src/drill/drill.ts'
import type { ErrorCode, LifeboatError } from '../../../src/core/errors.ts'
import { groupDrillRecord } from '../../../src/groups/group-drill-record.ts'
import { checksOf, runRules, type RuleResult } from '../../../src/groups/run-rules.ts'

let workDir: string
beforeAll(async () => {
  workDir = await mkdtemp(join(tmpdir(), 'run-rules-test-'))
})
afterAll(() => rm(workDir, { recursive: true, force: true }))

/** A copy captured at this hour that answers with these keys. */
function copyOf(hour: number, keys: readonly string[], asked: string[] = []): GroupCopy {
  const at = new Date(Date.UTC(2026, 10, 21, hour)).toISOString()
  return {
    consistency: { kind: 'transactional', fromAt: at, toAt: at },
    keys: async function* (question) {
      asked.push(question)
      yield* keys
    },
    bound: (work) => work,
    explain: async (error) => error,
  }
}

function ruleOf(parts: Partial<ReconcileRule> = {}): ReconcileRule {
  return {
    name: 'every order is found',
    truth: { target: 'orders', keys: 'before {earliest}' },
    derived: { target: 'search', keys: 'until {latest}' },
    tolerance: { missing: { keys: 0 }, orphaned: { keys: 0 } },
    atLeast: 1,
    ...parts,
  }
}

async function run(
  rule: ReconcileRule,
  copies: Readonly<Record<string, GroupCopy>>,
  absent: Readonly<Record<string, ErrorCode>> = {},
): Promise<readonly RuleResult[]> {
  const context = { workDir, signal: new AbortController().signal } as Context
  const sources = { copies: new Map(Object.entries(copies)), absent: new Map(Object.entries(absent)) }
  return await runRules([rule], { ...sources, context })
}

test('the instants of a rule are those of its two members, however old the copy of a third one is', async () => {
  const asked: string[] = []
  const copies = {
    events: copyOf(1, []),
    search: copyOf(10, ['1'], asked),
    orders: copyOf(11, ['1'], asked),
  }
  expect(await run(ruleOf(), copies)).toMatchObject([{ result: 'passed' }])
  expect(asked).toEqual(['before 2026-11-21T10:00:00.000Z', 'until 2026-11-21T11:00:00.000Z'])
})

test('a copy of which no instant is known is compared with nothing', async () => {
  const { consistency: _, ...undated } = copyOf(10, ['1'])
  const [result] = await run(ruleOf(), { search: undated, orders: copyOf(11, ['1']) })
  expect(result?.result).toBe('notRun')
})

test('a rule with a member that was not restored says which, and has its code', async () => {
  const [result] = await run(ruleOf(), { orders: copyOf(11, ['1']) }, { search: 'volume-altered' })
  expect(result).toMatchObject({
    result: 'notRun',
    error: { code: 'volume-altered', why: expect.stringContaining('the drill of search ended') },
  })
})

/** What a group of two proven members with these rules is called. */
function judged(results: readonly RuleResult[]): object {
  const limitations: string[] = []
  const record = { verdicts: { integrity: 'met' }, proven: true, outcome: 'succeeded' }
  const ends = new Map(['search', 'orders'].map((target) => [target, { record }]))
  const reconcile = results.map(({ rule }) => rule)
  const members = [...ends.keys()].map((name) => ({ target: { name } }))
  const log = {
    finish: (error?: LifeboatError) => (error === undefined ? {} : { error: { code: error.code } }),
    limitation: (sentence: string) => limitations.push(sentence),
  }
  type Parts = Parameters<typeof groupDrillRecord>
  const job = { group: { targets: [...ends.keys()], reconcile, rtoMs: 10 }, members, plan: {} }
  const facts = { ends, results, elapsedMs: 1 }
  const end = groupDrillRecord(
    job as unknown as Parts[0],
    { log, facts, disclosure: { disclosure: 'full', key: undefined } } as unknown as Parts[1],
    undefined,
  )
  return { ...end.record, limitations }
}

test('two members whose keys fit together are proven together', async () => {
  const results = await run(ruleOf(), { search: copyOf(10, ['1']), orders: copyOf(11, ['1']) })
  expect(judged(results)).toMatchObject({ proven: true, verdicts: { overall: 'met' }, limitations: [] })
  expect(judged(results)).not.toHaveProperty('error')
  expect(checksOf(results, 'orders', ({ name }) => name)).toMatchObject([{ result: 'passed' }])
})

test.each([
  { truth: [], derived: [] },
  { truth: ['1'], derived: [] },
  { truth: [], derived: ['1'] },
])(
  'a rule that allows empty sides and had one proves nothing: $truth, $derived',
  async ({ truth, derived }) => {
    const rule = ruleOf({ atLeast: 0, tolerance: { missing: { keys: 1 }, orphaned: { keys: 1 } } })
    const results = await run(rule, { search: copyOf(10, derived), orders: copyOf(11, truth) })
    expect(results).toMatchObject([{ result: 'passed' }])
    expect(checksOf(results, 'orders', ({ name }) => name)).toMatchObject([{ result: 'skipped' }])
    expect(judged(results)).toMatchObject({
      proven: false,
      error: { code: 'finding-open' },
      verdicts: { reconciliation: 'notMeasured', overall: 'notMeasured' },
      limitations: ['Rule "every order is found" had nothing to compare: a side has no keys.'],
    })
  },
)

test('a pattern that finds nothing fails although any key may be missing', async () => {
  const rule = ruleOf({ tolerance: { missing: 'any', orphaned: { keys: 0 } } })
  const results = await run(rule, { search: copyOf(10, []), orders: copyOf(11, ['1']) })
  expect(judged(results)).toMatchObject({
    proven: false,
    error: { code: 'content-different' },
    verdicts: { reconciliation: 'breached' },
  })
})

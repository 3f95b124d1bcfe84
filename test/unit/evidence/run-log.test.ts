import { describe, expect, test } from 'vitest'
import type { Context, RunEvent } from '../../../src/core/context.ts'
import { ERROR_CODES, LifeboatError, type ErrorCode } from '../../../src/core/errors.ts'
import { beginRun, type RunLog } from '../../../src/evidence/run-log.ts'

interface Bench {
  readonly run: RunLog
  readonly events: readonly RunEvent[]
  readonly abort: AbortController
  /** Lets time pass; the wall clock may be made to disagree. */
  readonly pass: (ms: number, wallMs?: number) => void
}

function bench(): Bench {
  let monotonic = 10_000.25
  let wall = Date.UTC(2026, 10, 21, 2, 17)
  const events: RunEvent[] = []
  const abort = new AbortController()
  const context: Context = {
    runId: '20261121T021700Z-0000',
    clock: { now: () => new Date(wall), monotonicMs: () => monotonic },
    random: { bytes: (length) => new Uint8Array(length) },
    reporter: { report: (event) => events.push(event) },
    signal: abort.signal,
    programEnvironment: {},
    workDir: '/nonexistent',
  }
  const run = beginRun({
    project: 'shop',
    target: 'orders',
    engine: 'postgres',
    policyDigest: 'a'.repeat(64),
    disclosure: 'full',
    toolVersion: '0.1.0',
    trigger: { kind: 'manual' },
    context,
  })
  const pass = (ms: number, wallMs = ms): void => {
    monotonic += ms
    wall += wallMs
  }
  return { run, events, abort, pass }
}

describe('phases', () => {
  test('are timed by the monotonic clock, announced, and noted when they throw', async () => {
    const { run, events, pass } = bench()
    const answer = await run.phase('capture', async () => {
      pass(1500.6)
      return 42
    })
    const failing = run.phase('seal', async () => {
      pass(2)
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(answer).toBe(42)
    expect(run.finish().phases).toEqual([
      { name: 'capture', durationMs: 1501 },
      { name: 'seal', durationMs: 2 },
    ])
    expect(events).toEqual([
      { event: 'phase', name: 'capture', target: 'orders' },
      { event: 'phase', name: 'seal', target: 'orders' },
    ])
  })
})

describe('time', () => {
  test('wall times and the monotonic duration are both recorded', () => {
    const { run, pass } = bench()
    pass(90_000)
    expect(run.finish()).toMatchObject({
      id: '20261121T021700Z-00000000',
      startedAt: '2026-11-21T02:17:00.000Z',
      finishedAt: '2026-11-21T02:18:30.000Z',
      durationMs: 90_000,
      limitations: [],
    })
  })

  test.each([
    ['forward', 3_600_000],
    ['back', -3_600_000],
  ])('a clock set %s is said and never makes a negative duration', (direction, jumpMs) => {
    const { run, pass } = bench()
    pass(1000, 1000 + jumpMs)
    const { durationMs, limitations } = run.finish()
    expect(durationMs).toBe(1000)
    expect(limitations).toEqual([expect.stringContaining(`set ${direction} by 3600 s`)])
  })

  test('a small correction of the clock is not a limitation', () => {
    const { run, pass } = bench()
    pass(1000, 1000 - 5000)
    expect(run.finish().limitations).toEqual([])
  })
})

describe('outcome', () => {
  test.each([
    ['content-different', 'failed'],
    ['objective-breached', 'failed'],
    ['some-failed', 'failed'],
    ['destination-not-empty', 'couldNotRun'],
    ['server-unreachable', 'couldNotRun'],
    ['config-invalid', 'couldNotRun'],
    ['unexpected', 'couldNotRun'],
    ['cancelled', 'cancelled'],
  ] as const)('%s is recorded as %s', (code, outcome) => {
    const error = new LifeboatError({
      code,
      what: 'What happened',
      why: 'DETAIL: Key (email)=(ann@example.org)',
    })
    const record = bench().run.finish(error)
    expect(record).toMatchObject({ outcome, error: { code, message: 'What happened' } })
    expect(JSON.stringify(record)).not.toContain('ann@example.org')
  })

  test('no error code but none is recorded as succeeded', () => {
    const codes = Object.keys(ERROR_CODES) as ErrorCode[]
    const outcomes = codes.map((code) => bench().run.finish(new LifeboatError({ code, what: 'x' })).outcome)
    expect(outcomes).not.toContain('succeeded')
    const record = bench().run.finish()
    expect(record.outcome).toBe('succeeded')
    expect(record).not.toHaveProperty('error')
  })

  test('an error of unknown origin is named and its text kept out', () => {
    const record = bench().run.finish(new TypeError('password hunter2'))
    expect(record).toMatchObject({ outcome: 'couldNotRun', error: { code: 'unexpected' } })
    expect(JSON.stringify(record)).not.toContain('hunter2')
  })

  test('whatever is thrown after an abort is the abort', () => {
    const cancelled = bench()
    cancelled.abort.abort()
    expect(cancelled.run.finish(new Error('socket closed')).outcome).toBe('cancelled')
    const late = bench()
    late.abort.abort(new LifeboatError({ code: 'timed-out', what: 'The backup took too long' }))
    expect(late.run.finish(new Error('socket closed')).error?.code).toBe('timed-out')
  })
})

test('a limitation is noted once', () => {
  const { run } = bench()
  run.limitation('Roles were not compared.')
  run.limitation('Roles were not compared.')
  expect(run.finish().limitations).toEqual(['Roles were not compared.'])
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startDeadline } from '../../../src/backup/deadline.ts'
import type { Engine } from '../../../src/core/engine.ts'
import { boundEngine } from '../../../src/drill/bound-engine.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

const never = (): Promise<never> => new Promise(() => undefined)
const deaf: Partial<Engine> = {
  inspect: never,
  load: never,
  fingerprint: never,
  checks: never,
  ask: never,
  tamper: never,
}
const server: Partial<Engine['server']> = { prepare: never, start: never }
const engine = { ...deaf, server } as Engine

const calls = {
  inspect: (bound: Engine) => bound.inspect,
  load: (bound: Engine) => bound.load,
  fingerprint: (bound: Engine) => bound.fingerprint,
  checks: (bound: Engine) => bound.checks,
  ask: (bound: Engine) => bound.ask,
  tamper: (bound: Engine) => bound.tamper,
  prepare: (bound: Engine) => bound.server.prepare,
  start: (bound: Engine) => bound.server.start,
} as unknown as Record<string, (bound: Engine) => () => Promise<unknown>>

test.each(Object.entries(calls))('%s of an engine that does not heed the stop is left', async (_, method) => {
  using deadline = startDeadline('the drill', 1000, new AbortController().signal)
  const ended = expect(method(boundEngine(engine, deadline))()).rejects.toMatchObject({ code: 'timed-out' })
  await vi.advanceTimersByTimeAsync(60_000)
  await ended
})

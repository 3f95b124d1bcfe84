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

const no = undefined as never
const calls: Record<string, (bound: Engine) => Promise<unknown>> = {
  inspect: (bound) => bound.inspect(no, no),
  load: (bound) => bound.load(no, no, no),
  fingerprint: (bound) => bound.fingerprint(no, no, no),
  checks: (bound) => bound.checks(no, no),
  ask: (bound) => bound.ask(no, no, no),
  tamper: (bound) => bound.tamper(no, no, no),
  prepare: (bound) => bound.server.prepare(no, no, no),
  start: (bound) => bound.server.start(no, no),
}

test.each(Object.entries(calls))('%s of an engine that does not heed the stop is left', async (_, call) => {
  using deadline = startDeadline('the drill', 1000, new AbortController().signal)
  const ended = call(boundEngine(engine, deadline)).catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(await ended).toMatchObject({ code: 'timed-out' })
})

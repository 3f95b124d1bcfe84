import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startDeadline } from '../../../src/backup/deadline.ts'

const DAY = 86_400_000

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

const never = new Promise<never>(() => undefined)

test('the first reason counts, and stands for the errors that follow from it', () => {
  using deadline = startDeadline('the backup', DAY, new AbortController().signal)
  const broken = new Error('broken pipe')
  expect(deadline.explain(broken)).toBe(broken)
  const first = new Error('first')
  deadline.stop(first)
  deadline.stop(new Error('second'))
  expect(deadline.explain(broken)).toBe(first)
})

test('time up is an error that names the work', () => {
  using deadline = startDeadline('the backup of orders', 90_000, new AbortController().signal)
  vi.advanceTimersByTime(89_999)
  expect(deadline.signal.aborted).toBe(false)
  vi.advanceTimersByTime(1)
  expect(deadline.signal.reason).toMatchObject({
    code: 'timed-out',
    what: 'the backup of orders was given up after 1m 30s',
  })
})

test('more time than a timer can hold is not no time', () => {
  using deadline = startDeadline('the backup', 40 * DAY, new AbortController().signal)
  vi.advanceTimersByTime(DAY)
  expect(deadline.signal.aborted).toBe(false)
})

test('a parent that is stopped stops it, also when it was stopped before', () => {
  const parent = new AbortController()
  using later = startDeadline('the backup', DAY, parent.signal)
  parent.abort()
  using already = startDeadline('the backup', DAY, parent.signal)
  for (const deadline of [later, already]) expect(deadline.signal.reason).toMatchObject({ code: 'cancelled' })
})

test('work that does not heed the stop is left after half a minute', async () => {
  using deadline = startDeadline('the backup', DAY, new AbortController().signal)
  const bound = deadline.bound(never)
  const ended = vi.fn<(error: unknown) => void>()
  bound.catch(ended)
  deadline.stop(new Error('stopped'))
  await vi.advanceTimersByTimeAsync(29_000)
  expect(ended).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1000)
  await expect(bound).rejects.toThrow('stopped')
})

test('disposing frees the timers', () => {
  startDeadline('the backup', DAY, new AbortController().signal)[Symbol.dispose]()
  expect(vi.getTimerCount()).toBe(0)
})

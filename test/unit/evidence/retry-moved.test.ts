import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LifeboatError } from '../../../src/core/errors.ts'
import { retryMoved } from '../../../src/evidence/branch/retry-moved.ts'
import { testContext } from '../../support/context.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

test('a branch that never stands still: the evidence is undelivered after more than five tries', async () => {
  await using context = await testContext()
  const moved = new LifeboatError({ code: 'ledger-moved', what: 'moved', fix: 'again' })
  const publish = vi.fn<() => Promise<never>>(() => Promise.reject(moved))
  const [thrown] = await Promise.all([
    retryMoved(publish, context).catch((error: unknown) => error),
    vi.runAllTimersAsync(),
  ])
  expect(thrown).toMatchObject({ code: 'evidence-undelivered', exitCode: 8, fix: 'again', cause: moved })
  expect(publish.mock.calls.length).toBeGreaterThan(5)
})

test('anything else is not repeated', async () => {
  await using context = await testContext()
  const broken = new LifeboatError({ code: 'ledger-broken', what: 'broken' })
  const publish = vi.fn<() => Promise<never>>(() => Promise.reject(broken))
  await expect(retryMoved(publish, context)).rejects.toBe(broken)
  expect(publish).toHaveBeenCalledTimes(1)
})

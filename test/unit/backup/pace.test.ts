import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { expect, test } from 'vitest'
import { Pace } from '../../../src/backup/pace.ts'

/** A pace under a clock that stands still, and the delays it asked for, in milliseconds. */
function still(signal = new AbortController().signal) {
  const delays: number[] = []
  const wait = (async (ms: number) => void delays.push(ms)) as never
  const clock = { now: () => new Date(0), monotonicMs: () => 0 }
  return { delays, pace: new Pace(1000, { clock, signal }, wait) }
}

const chunks = (...sizes: number[]) => Readable.from(sizes.map((size) => Buffer.alloc(size, size)))

test('a byte is due when all bytes up to it take their time, and every byte arrives', async () => {
  const { pace, delays } = still()
  const received = await buffer(chunks(500, 500, 1000).pipe(pace.stage()))
  expect(
    received.equals(
      Buffer.concat([Buffer.alloc(500, 500), Buffer.alloc(500, 500), Buffer.alloc(1000, 1000)]),
    ),
  ).toBe(true)
  expect(delays).toEqual([500, 1000, 2000])
})

test('two streams share one rate', async () => {
  const { pace, delays } = still()
  await Promise.all([buffer(chunks(1000).pipe(pace.stage())), buffer(chunks(1000).pipe(pace.stage()))])
  expect(delays).toEqual([1000, 2000])
})

test('time in which nothing came is not saved up', async () => {
  const delays: number[] = []
  let nowMs = 0
  const clock = { now: () => new Date(0), monotonicMs: () => nowMs }
  const wait = (async (ms: number) => void delays.push(ms)) as never
  const pace = new Pace(1000, { clock, signal: new AbortController().signal }, wait)
  await buffer(chunks(100).pipe(pace.stage()))
  nowMs = 60_000
  await buffer(chunks(100).pipe(pace.stage()))
  expect(delays).toEqual([100, 100])
})

test('a stopped run does not wait for its turn', async () => {
  const stop = new AbortController()
  const clock = { now: () => new Date(0), monotonicMs: () => 0 }
  const pace = new Pace(1, { clock, signal: stop.signal })
  const ended = pipeline(chunks(1000), pace.stage(), async (source) => buffer(source as never))
  stop.abort()
  await expect(ended).rejects.toMatchObject({ name: 'AbortError' })
})

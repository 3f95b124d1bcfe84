import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { eachOrStop } from '../../../src/runtime/each-or-stop.ts'

const never = (): AbortSignal => new AbortController().signal
const items = [0, 1, 2, 3, 4, 5]

async function twice(item: number): Promise<number> {
  await wait(10 - item)
  return item * 2
}

test('what comes of each is returned in the order of the items', async () => {
  expect(await eachOrStop(items, { atOnce: 3, signal: never() }, twice)).toEqual([0, 2, 4, 6, 8, 10])
})

test('the first failure stops the others, and is thrown when they have stopped', async () => {
  const begun: number[] = []
  const ended: number[] = []
  const step = async (item: number, signal: AbortSignal): Promise<void> => {
    begun.push(item)
    if (item === 1) throw new Error('the first')
    try {
      await wait(60_000, undefined, { signal })
    } finally {
      ended.push(item)
    }
  }
  await expect(eachOrStop(items, { atOnce: 3, signal: never() }, step)).rejects.toThrow('the first')
  expect(begun).toEqual([0, 1, 2])
  expect(new Set(ended)).toEqual(new Set([0, 2]))
})

test('an abort begins nothing more, and is told as such', async () => {
  const stop = new AbortController()
  const begun: number[] = []
  const step = async (item: number): Promise<void> => {
    begun.push(item)
    stop.abort(new Error('enough'))
  }
  const work = eachOrStop(items, { atOnce: 1, signal: stop.signal }, step)
  await expect(work).rejects.toMatchObject({ code: 'cancelled' })
  expect(begun).toEqual([0])
})

test.each([
  ['before', -1],
  ['midway', 1],
  ['during the last', 5],
])('what somebody else stops has failed with what they say (%s)', async (_, stoppedAt) => {
  const failed = new AbortController()
  const stop = (): void => failed.abort(new Error('failed elsewhere'))
  if (stoppedAt < 0) stop()
  const step = async (item: number): Promise<number> => {
    if (item === stoppedAt) stop()
    return item
  }
  const work = eachOrStop(items, { atOnce: 1, signal: never(), failed }, step)
  await expect(work).rejects.toThrow('failed elsewhere')
})

import { expect, test } from 'vitest'
import { ProgressMeter } from '../../../src/backup/progress.ts'
import type { RunEvent } from '../../../src/core/context.ts'

const progress = (bytes: number): RunEvent => ({
  event: 'progress',
  name: 'data.dump',
  bytes,
  totalBytes: 1000,
})

test('reports at most four times a second, and the sum at the end', () => {
  const events: RunEvent[] = []
  let nowMs = 5000
  const clock = { now: () => new Date(0), monotonicMs: () => nowMs }
  const reporter = { report: (event: RunEvent): void => void events.push(event) }
  const meter = new ProgressMeter({ name: 'data.dump', totalBytes: 1000 }, { clock, reporter })
  for (let step = 0; step < 1000; step += 1) {
    nowMs += 1
    meter.add(1)
  }
  meter.report()
  expect(events).toStrictEqual([250, 500, 750, 1000, 1000].map(progress))
})

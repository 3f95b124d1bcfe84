import { randomBytes } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import type { Clock, Random } from '../core/context.ts'

/** This computer's clocks. */
export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
}

/** The operating system's random source. */
export const systemRandom: Random = {
  bytes: (length) => randomBytes(length),
}

import { Transform } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../core/context.ts'

/** Lets bytes through at a limited rate; one pace is shared by all streams of a run. */
export class Pace {
  readonly #bytesPerSecond: number
  readonly #context: Pick<Context, 'clock' | 'signal'>
  readonly #wait: typeof sleep
  #dueMs = 0

  constructor(bytesPerSecond: number, context: Pick<Context, 'clock' | 'signal'>, wait = sleep) {
    this.#bytesPerSecond = bytesPerSecond
    this.#context = context
    this.#wait = wait
  }

  /** A new stage for one stream. */
  stage(): Transform {
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        this.#turnOf(chunk.length).then(
          () => done(null, chunk),
          (error: unknown) => done(error as Error),
        )
      },
    })
  }

  async #turnOf(bytes: number): Promise<void> {
    const { clock, signal } = this.#context
    const nowMs = clock.monotonicMs()
    this.#dueMs = Math.max(this.#dueMs, nowMs) + (bytes * 1000) / this.#bytesPerSecond
    await this.#wait(this.#dueMs - nowMs, undefined, { signal })
  }
}

import type { Context } from '../core/context.ts'

const INTERVAL_MS = 250

/** Counts bytes and reports the sum at most four times a second. */
export class ProgressMeter {
  readonly #name: string
  readonly #totalBytes: number | undefined
  readonly #context: Pick<Context, 'clock' | 'reporter'>
  #bytes = 0
  #reportedAtMs: number

  constructor(
    of: { readonly name: string; readonly totalBytes?: number },
    context: Pick<Context, 'clock' | 'reporter'>,
  ) {
    this.#name = of.name
    this.#totalBytes = of.totalBytes
    this.#context = context
    this.#reportedAtMs = context.clock.monotonicMs()
  }

  add(bytes: number): void {
    this.#bytes += bytes
    const nowMs = this.#context.clock.monotonicMs()
    if (nowMs - this.#reportedAtMs < INTERVAL_MS) return
    this.#reportedAtMs = nowMs
    this.report()
  }

  /** Reports the sum now, for the end. */
  report(): void {
    this.#context.reporter.report({
      event: 'progress',
      name: this.#name,
      bytes: this.#bytes,
      ...(this.#totalBytes === undefined ? {} : { totalBytes: this.#totalBytes }),
    })
  }
}

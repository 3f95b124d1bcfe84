import type { Context } from '../core/context.ts'
import { EXIT, LifeboatError, type ExitCode } from '../core/errors.ts'
import { newId } from '../core/identifiers.ts'
import type { Outcome, Phase, RecordBase } from '../core/record.ts'
import type { Policy } from '../core/target.ts'

const TOLERATED_CLOCK_JUMP_MS = 5000

export interface RunDescription {
  /** A backup's record has the backup's own id, so that its anchor is found by one read; others get a new one. */
  readonly id?: string
  readonly project: string
  readonly target: string
  readonly engine: string
  readonly policyDigest: string
  /** Decides about sentences that may name what the database holds. */
  readonly disclosure: Policy['disclosure']
  readonly toolVersion: string
  readonly trigger: RecordBase['trigger']
  readonly context: Context
}

/** What a run did and how long it took, until `finish` turns it into the base of its record. */
export class RunLog {
  readonly id: string
  readonly startedAt: Date
  readonly #run: RunDescription
  readonly #startedMs: number
  readonly #phases: Phase[] = []
  readonly #limitations: string[] = []
  readonly #withheld = new Set<string>()

  constructor(run: RunDescription) {
    const { clock, random } = run.context
    this.#run = run
    this.id = run.id ?? newId(clock, random)
    this.startedAt = clock.now()
    this.#startedMs = clock.monotonicMs()
  }

  /** Runs `work`, announces it and notes its duration, also when it throws. */
  async phase<T>(name: string, work: () => Promise<T>): Promise<T> {
    const { clock, reporter } = this.#run.context
    reporter.report({ event: 'phase', name, target: this.#run.target })
    const startedMs = clock.monotonicMs()
    try {
      return await work()
    } finally {
      this.measured({ name, durationMs: clock.monotonicMs() - startedMs })
    }
  }

  /** Notes a phase that somebody else timed by the monotonic clock. */
  measured(phase: Phase): void {
    this.#phases.push({ name: phase.name, durationMs: wholeMs(phase.durationMs) })
  }

  /** Notes once, in one sentence, what this run does not prove. */
  limitation(sentence: string): void {
    if (!this.#limitations.includes(sentence)) this.#limitations.push(sentence)
  }

  /** Notes a sentence of an engine, which may name what the database holds: published only under `full`, else told here and counted. */
  named(sentence: string): void {
    if (this.#run.disclosure === 'full') {
      this.limitation(sentence)
    } else if (!this.#withheld.has(sentence)) {
      this.#withheld.add(sentence)
      const message = `not published: ${sentence}`
      this.#run.context.reporter.report({ event: 'notice', message, confidential: true })
    }
  }

  /** Milliseconds since the run began, by the monotonic clock. */
  elapsedMs(): number {
    return wholeMs(this.#run.context.clock.monotonicMs() - this.#startedMs)
  }

  /** The base of the record; `error` is what ended the run, absent when it succeeded. */
  finish(error?: unknown): RecordBase {
    const { project, target, engine, trigger, policyDigest, toolVersion, context } = this.#run
    const finishedAt = context.clock.now()
    const durationMs = this.elapsedMs()
    this.#noteClockJump(finishedAt, durationMs)
    this.#noteWithheld()
    return {
      format: 'lifeboat-record/1',
      id: this.id,
      project,
      target,
      engine,
      startedAt: this.startedAt.toISOString(),
      finishedAt: finishedAt.toISOString(),
      durationMs,
      ...ending(error, context.signal),
      trigger,
      policyDigest,
      toolVersion,
      phases: [...this.#phases],
      limitations: [...this.#limitations],
    }
  }

  #noteWithheld(): void {
    const count = this.#withheld.size
    if (count === 0) return
    this.limitation(
      `${count} more, which may name what the database holds, are withheld by evidence.disclosure and were told to whoever ran this.`,
    )
  }

  #noteClockJump(finishedAt: Date, durationMs: number): void {
    const jumpMs = finishedAt.getTime() - this.startedAt.getTime() - durationMs
    if (Math.abs(jumpMs) <= TOLERATED_CLOCK_JUMP_MS) return
    const direction = jumpMs > 0 ? 'forward' : 'back'
    this.limitation(
      `The clock was set ${direction} by ${Math.round(Math.abs(jumpMs) / 1000)} s during the run, so its wall times are not comparable; durations are by the monotonic clock.`,
    )
  }
}

/** Starts the log of a run now. */
export function beginRun(run: RunDescription): RunLog {
  return new RunLog(run)
}

/** How a run that ended with `error` is recorded: what was good, what was bad, and what could not be judged. */
function outcomeOf(exitCode: ExitCode): Outcome {
  if (exitCode === EXIT.done) return 'succeeded'
  if (exitCode === EXIT.bad || exitCode === EXIT.breached || exitCode === EXIT.partial) return 'failed'
  return exitCode === EXIT.cancelled ? 'cancelled' : 'couldNotRun'
}

function ending(error: unknown, signal: AbortSignal): Pick<RecordBase, 'outcome' | 'error'> {
  if (error === undefined) return { outcome: 'succeeded' }
  const known = asLifeboatError(error, signal)
  // Only `what` is published: `why` may repeat a server's words, and those may hold a row's values.
  return { outcome: outcomeOf(known.exitCode), error: { code: known.code, message: known.what } }
}

function asLifeboatError(error: unknown, signal: AbortSignal): LifeboatError {
  if (error instanceof LifeboatError) return error
  if (!signal.aborted) {
    const name = error instanceof Error ? error.name : 'a thrown value'
    return new LifeboatError({ code: 'unexpected', what: `Unexpected error (${name})`, cause: error })
  }
  if (signal.reason instanceof LifeboatError) return signal.reason
  return new LifeboatError({ code: 'cancelled', what: 'The run was cancelled', cause: error })
}

function wholeMs(milliseconds: number): number {
  return Math.max(0, Math.round(milliseconds))
}

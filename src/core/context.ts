/** Wall time and monotonic time, injected so that tests can move them. */
export interface Clock {
  now(): Date
  /** Milliseconds from an arbitrary origin, never going back: for durations only. */
  monotonicMs(): number
}

/** Cryptographically strong random bytes, injected so that seeds can be fixed in tests. */
export interface Random {
  bytes(length: number): Uint8Array
}

/** What a run tells whoever watches it; the CLI turns these into a progress line or NDJSON. */
export type RunEvent =
  | { readonly event: 'phase'; readonly name: string; readonly target?: string }
  | {
      readonly event: 'progress'
      readonly name: string
      readonly bytes: number
      readonly totalBytes?: number
    }
  /** A run's error in full; its record publishes only code and `what`. */
  | {
      readonly event: 'failure'
      readonly target: string
      readonly code: string
      readonly what: string
      readonly why?: string
      readonly fix?: string
    }
  /** `confidential` when evidence.disclosure keeps it out of what is published: not for a log that others read. */
  | { readonly event: 'notice'; readonly message: string; readonly confidential?: true }
  | { readonly event: 'warning'; readonly message: string }

export interface Reporter {
  report(event: RunEvent): void
}

/** What every use case receives: who it runs as, its time, its randomness, its way to speak and to be stopped. */
export interface Context {
  /** Identifies this run in resources that it may leave behind; sweep recognises them by it. */
  readonly runId: string
  readonly clock: Clock
  readonly random: Random
  readonly reporter: Reporter
  readonly signal: AbortSignal
  /** What child programs inherit: PATH, HOME and the like; never a secret. */
  readonly programEnvironment: Readonly<Record<string, string>>
  /** A private folder (mode 0700) of this run, removed at its end and by sweep after a kill. */
  readonly workDir: string
}

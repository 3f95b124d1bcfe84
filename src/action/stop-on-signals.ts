import { EXIT, LifeboatError } from '../core/errors.ts'

/** The platform kills 2.5 s after the second signal, which comes 7.5 s after the first. */
const LAST_MOMENTS_MS = 2000

export interface Stop {
  readonly signal: AbortSignal
  release(): void
}

/** The first signal stops the run in good order; after the second it has as long as the platform leaves it. */
export function stopOnSignals(host: NodeJS.Process): Stop {
  const stop = new AbortController()
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stop.signal.aborted) setTimeout(() => host.exit(EXIT.cancelled), LAST_MOMENTS_MS).unref()
    stop.abort(new LifeboatError({ code: 'cancelled', what: `cancelled by ${signal}` }))
  }
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) host.on(signal, onSignal)
  return {
    signal: stop.signal,
    release: () => {
      for (const signal of signals) host.off(signal, onSignal)
    },
  }
}

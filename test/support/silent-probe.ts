import { afterEach, beforeEach, vi } from 'vitest'
import type { Engine, EngineContext } from '../../src/core/engine.ts'
import { engineContext } from '../../src/runtime/engine-context.ts'
import { testContext } from './context.ts'
import { startSilentServer } from './stores/proxies.ts'

/** Real time, for a computer that is busy. */
export const PATIENTLY = { timeout: 10_000 }

type Timer = 'setTimeout' | 'clearTimeout' | 'setInterval' | 'clearInterval'

/** What a test of silence holds on to; made anew for each test of the file that calls this. */
export interface Silence {
  /** Ends with the test. */
  readonly cleanup: AsyncDisposableStack
  /** Stops what has the context. */
  readonly run: AbortController
  makeContext(): Promise<EngineContext>
  /** Timers move only when the test moves them; those of the network are Node's own and go on. */
  holdTimers(): void
  /** A probe of a server that says nothing, whose connection has been accepted. */
  probe(engine: Engine, how?: object): Promise<{ readonly ended: Promise<PromiseSettledResult<unknown>[]> }>
}

/** Registers the hooks of a file. */
export function silenceOf(timers: readonly Timer[]): Silence {
  let cleanup: AsyncDisposableStack
  let run: AbortController
  beforeEach(() => {
    cleanup = new AsyncDisposableStack()
    run = new AbortController()
  })
  afterEach(async () => {
    vi.useRealTimers()
    await cleanup.disposeAsync()
  })
  const makeContext = async (): Promise<EngineContext> =>
    engineContext(cleanup.use(await testContext({ signal: run.signal })))
  const holdTimers = (): void => void vi.useFakeTimers({ toFake: [...timers] })
  return {
    get cleanup() {
      return cleanup
    },
    get run() {
      return run
    },
    makeContext,
    holdTimers,
    probe: async (engine, how = {}) => {
      const context = await makeContext()
      const silent = cleanup.use(await startSilentServer())
      holdTimers()
      const place = { host: '127.0.0.1', port: Number(new URL(silent.endpoint).port), ...how }
      const ended = Promise.allSettled([engine.probe(place, context)])
      await vi.waitUntil(() => silent.connections() > 0, PATIENTLY)
      return { ended }
    },
  }
}

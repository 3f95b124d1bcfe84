import process from 'node:process'
import { explainFailure } from '../lib/could-not-run.ts'
import { DemoFailed } from './demo-failed.ts'

const EXIT = { failed: 1, couldNotRun: 7, cancelled: 130 }

/** Runs a demo until a signal stops it, and turns what it throws into words and an exit code. */
export async function runDemo(demo: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
  try {
    await demo(stop.signal)
  } catch (error) {
    if (stop.signal.aborted) {
      console.error('\nthe demo was cancelled')
      process.exitCode = EXIT.cancelled
    } else if (error instanceof DemoFailed) {
      console.error(`\nthe demo failed: ${error.message}`)
      process.exitCode = EXIT.failed
    } else {
      console.error(explainFailure(error))
      process.exitCode = EXIT.couldNotRun
    }
  }
}

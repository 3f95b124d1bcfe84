import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/**
 * Collects the command line of every process that runs meanwhile, as `ps` would show it to anybody; in a thread of its own, so that
 * programs of a few milliseconds are seen too.
 */
export function watchCommands(): { stop(): Promise<ReadonlySet<string>> } {
  const stop = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(new URL('watch-commands-child.ts', import.meta.url), { workerData: stop.buffer })
  const told = once(worker, 'message')
  return {
    stop: async () => {
      Atomics.store(stop, 0, 1)
      Atomics.notify(stop, 0)
      const [seen] = (await told) as [ReadonlySet<string>]
      return seen
    },
  }
}

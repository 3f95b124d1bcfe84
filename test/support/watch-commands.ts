import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

const LOOK_EVERY_MS = 5

/** Collects the command line of every process that runs meanwhile, as `ps` would show it to anybody. */
export function watchCommands(): { stop(): Promise<ReadonlySet<string>> } {
  const stopping = new AbortController()
  const seen = new Set<string>()
  const look = async (): Promise<void> => {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
    const lines = await Promise.all(
      pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
    )
    for (const line of lines) seen.add(line.replaceAll('\0', ' '))
  }
  const looking = (async () => {
    while (!stopping.signal.aborted) {
      await look()
      await sleep(LOOK_EVERY_MS)
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      await looking
      return seen
    },
  }
}

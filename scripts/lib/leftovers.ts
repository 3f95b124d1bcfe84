import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

/** Kills the servers that a killed test worker left running; resolves to what they were. */
export function killLeftovers(run: string): string[] {
  const folder = join(run, 'servers')
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((pid) => {
    const command = commandOf(pid)
    // The process id may belong to somebody else by now; ours all run from a folder of this name.
    if (!command?.includes('/lb-')) return []
    process.kill(Number(pid), 'SIGKILL')
    return [`${pid} ${command.replaceAll('\0', ' ')}`]
  })
}

function commandOf(pid: string): string | undefined {
  const file = `/proc/${pid}/cmdline`
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

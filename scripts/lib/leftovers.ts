import { existsSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

/** Kills the servers that a killed test worker left running, and removes their folders; resolves to those. */
export function killLeftovers(run: string): string[] {
  const notes = join(run, 'servers')
  if (!existsSync(notes)) return []
  return readdirSync(notes).flatMap((pid) => {
    const folder = serverFolderOf(pid)
    if (!folder) return []
    process.kill(Number(pid), 'SIGKILL')
    rmSync(folder, { recursive: true, force: true })
    return [folder]
  })
}

/** The process id may belong to somebody else by now: ours work in a temporary folder made by the helpers. */
function serverFolderOf(pid: string): string | undefined {
  const link = `/proc/${pid}/cwd`
  if (!existsSync(link)) return undefined
  const prefix = join(tmpdir(), 'lb-')
  const folder = readlinkSync(link)
  if (!folder.startsWith(prefix)) return undefined
  const [name] = folder.slice(prefix.length).split('/')
  return `${prefix}${name}`
}

import { readFile } from 'node:fs/promises'
import type { ProgramOptions } from './program.ts'

/** Owns nothing on a usual computer, so that restored code cannot touch a real server's files either. */
const USERS = ['lifeboat-sandbox', 'nobody']

export type SandboxUser = Required<Pick<ProgramOptions, 'uid' | 'gid'>>

/** The unprivileged user of process sandboxes when this runs as root, since servers refuse root; else undefined. */
export async function sandboxUser(): Promise<SandboxUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  const [, , uid, gid] = USERS.flatMap((user) => lines.filter(([name]) => name === user))[0] ?? []
  return { uid: Number(uid ?? 65_534), gid: Number(gid ?? 65_534) }
}

import process from 'node:process'
import { succeeds } from './shell.ts'

/** How to run a command as root: no prefix, sudo, or not at all. */
export async function rootPrefix(): Promise<readonly string[] | undefined> {
  if (process.getuid?.() === 0) return []
  return (await succeeds('sudo', '-n', 'true')) ? ['sudo', '-n'] : undefined
}

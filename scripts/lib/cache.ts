import { homedir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

/**
 * The folder for downloaded and built programs.
 * For root it is outside the home folder, because servers run as a user who may not enter that.
 */
export function cacheFolder(...names: string[]): string {
  const parent =
    process.env['XDG_CACHE_HOME'] ?? (process.getuid?.() === 0 ? '/var/cache' : join(homedir(), '.cache'))
  return join(parent, 'lifeboat', ...names)
}

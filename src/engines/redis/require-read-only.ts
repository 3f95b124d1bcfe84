import { LifeboatError } from '../../core/errors.ts'
import type { RedisClient } from './connection.ts'

/** Of `COMMAND INFO`: name, flags, and the subcommands in the same form. */
const [NAME, FLAGS, SUBCOMMANDS] = [0, 2, 9]

/**
 * Throws `usage-invalid` for a command that the server itself does not call read-only. A replica refuses writes of keys, but not
 * CONFIG SET, which could make it take them.
 */
export async function requireReadOnly(client: RedisClient, words: readonly string[]): Promise<void> {
  const [command = '', subcommand = ''] = words.map((word) => word.toLowerCase())
  const [found] = listOf(await client.sendCommand(['COMMAND', 'INFO', command]))
  const subcommands = listOf(listOf(found)[SUBCOMMANDS])
  const meant =
    subcommands.length === 0
      ? found
      : subcommands.find((each) => String(listOf(each)[NAME]).toLowerCase() === `${command}|${subcommand}`)
  if (flagsOf(meant).includes('readonly')) return
  throw new LifeboatError({
    code: 'usage-invalid',
    what: `${words[0] ?? 'nothing'} is no read-only command of this redis`,
    fix: 'ask with a command that reads keys, such as DBSIZE, EXISTS, GET, HGET, LLEN or SCARD',
  })
}

function flagsOf(command: unknown): readonly string[] {
  return [...((listOf(command)[FLAGS] ?? []) as Iterable<unknown>)].map(String)
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

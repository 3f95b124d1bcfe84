import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { EngineContext } from '../../core/engine.ts'
import { isLifeboatError, LifeboatError } from '../../core/errors.ts'
import { addressOf, type RedisConnection } from './connection.ts'
import { dumpCommand } from './dump-command.ts'
import { explainPermission } from './missing-permission.ts'
import { clientTools } from './programs.ts'

/** Follows the dump of a diskless transfer. */
export const END_MARK_BYTES = 40

export interface SpoolRequest {
  readonly path: string
  /** Of the server. */
  readonly version: string
  readonly context: EngineContext
  readonly signal: AbortSignal
}

/**
 * Writes a dump of the server to an empty file as fast as the server sends it: a slow reader is cut off when the buffer for
 * replicas overflows. Returns how many bytes at the file's end do not belong to it.
 */
export async function spoolDump(connection: RedisConnection, request: SpoolRequest): Promise<number> {
  const { path, version, context, signal } = request
  const output = createWriteStream(path, { mode: 0o600, flags: 'a' })
  try {
    const { program, tools } = await clientTools(version, context, signal)
    await using found = tools
    const { stderr } = await found.pipe(dumpCommand(program, connection), output)
    const length = Number(/with success after (\d+) bytes/.exec(stderr)?.[1])
    const { size } = await stat(path)
    // On standard output the command line cannot take back the mark.
    return size === length + END_MARK_BYTES ? END_MARK_BYTES : 0
  } catch (error) {
    output.destroy()
    return explain(error, connection)
  }
}

function explain(error: unknown, connection: RedisConnection): never {
  if ((error as NodeJS.ErrnoException).code === 'ENOSPC') {
    throw new LifeboatError({
      code: 'disk-full',
      what: 'there is no room here for the dump, which lies on this disk until it is stored',
      fix: 'free as much space as the dump needs, or point TMPDIR to where it is',
      cause: error,
    })
  }
  if (!isLifeboatError(error, 'program-failed')) throw error
  const why = error.why ?? ''
  if (why.includes('NOPERM')) explainPermission(error)
  const lost = /I\/O error|EOF|closed|reset|Error reading/i.test(why)
  throw new LifeboatError({
    code: lost ? 'connection-lost' : 'capture-failed',
    what: `redis at ${addressOf(connection)} did not send its dump to the end`,
    why,
    fix: 'look into its log; when it cut off a slow replica, raise client-output-buffer-limit for replicas, or back up a replica',
    cause: error,
  })
}

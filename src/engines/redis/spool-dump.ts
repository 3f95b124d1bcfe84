import { open } from 'node:fs/promises'
import { LifeboatError } from '../../core/errors.ts'
import { cancelled } from '../../runtime/cancelled.ts'
import { explainNoSpace } from '../../runtime/no-space.ts'
import { addressOf, type RedisConnection } from './connection.ts'
import { explainPermission } from './missing-permission.ts'
import { productOf } from './product.ts'
import { RawLink } from './raw-link.ts'
import { Spool } from './spool.ts'

/** Follows the dump of a diskless transfer. */
export const END_MARK_BYTES = 40

export interface SpoolRequest {
  /** The file to append to. */
  readonly path: string
  /** Of the server. */
  readonly version: string
  readonly signal: AbortSignal
}

/**
 * Writes a dump of the server to a file as fast as the server sends it: a slow reader is cut off when the buffer for
 * replicas overflows. Returns how many bytes at the file's end do not belong to it. Throws `privilege-missing`,
 * `connection-lost`, `capture-failed` or `disk-full`.
 */
export async function spoolDump(connection: RedisConnection, request: SpoolRequest): Promise<number> {
  const { path, version, signal } = request
  try {
    await using file = await open(path, 'a', 0o600)
    await using link = await RawLink.open(connection, signal)
    const announced = await announce(link, version)
    const spool = new Spool(file)
    const foreign =
      announced.mark === undefined
        ? await receiveLength(link, spool, announced.length)
        : await receiveToMark(link, spool, announced.mark)
    await spool.end()
    return foreign
  } catch (error) {
    if (signal.aborted) throw cancelled(signal)
    throw explain(error, connection)
  }
}

/** Asks for a dump and nothing after it; what answers says where it ends. */
async function announce(
  link: RawLink,
  version: string,
): Promise<{ readonly mark: string | undefined; readonly length: number }> {
  await link.ask(['REPLCONF', 'capa', 'eof'])
  await link.ask(['REPLCONF', 'rdb-only', '1'])
  // Valkey 9 writes what older servers do not know, such as the expiry of a field, only for a replica of its version.
  if (productOf(version).name === 'valkey') {
    await link.ask(['REPLCONF', 'version', version.replace('valkey ', '')])
  }
  const answer = await link.ask(['SYNC'])
  const [, mark, length] = /^\$(?:EOF:(.{40})|(\d+))$/s.exec(answer) ?? []
  if (mark === undefined && length === undefined) throw new Error(answer.replace(/^-/, ''))
  return { mark, length: Number(length) }
}

async function receiveLength(link: RawLink, spool: Spool, length: number): Promise<number> {
  for (let left = length; left > 0;) {
    const bytes = await received(link)
    await spool.add(bytes.subarray(0, left))
    left -= bytes.length
  }
  return 0
}

/** Nothing follows the mark, so it can only be at the end of what has come. */
async function receiveToMark(link: RawLink, spool: Spool, mark: string): Promise<number> {
  let tail = Buffer.alloc(0)
  while (tail.toString('latin1') !== mark) {
    const bytes = await received(link)
    await spool.add(bytes)
    const last = bytes.length >= END_MARK_BYTES ? bytes : Buffer.concat([tail, bytes])
    tail = Buffer.from(last.subarray(-END_MARK_BYTES))
  }
  return END_MARK_BYTES
}

async function received(link: RawLink): Promise<Buffer> {
  const bytes = await link.next()
  if (bytes === undefined) throw new Error('the server closed the connection in the middle of the dump')
  return bytes
}

function explain(error: unknown, connection: RedisConnection): unknown {
  if (error instanceof LifeboatError) return error
  const why = error instanceof Error ? error.message : String(error)
  if (why.includes('NOPERM')) explainPermission(error)
  const told = explainNoSpace(error)
  if (told !== error) return told
  const { code } = error as NodeJS.ErrnoException
  const lost = code !== undefined || /closed|silent/.test(why)
  return new LifeboatError({
    code: lost ? 'connection-lost' : 'capture-failed',
    what: `redis at ${addressOf(connection)} did not send its dump to the end`,
    why,
    fix: 'look into its log; when it cut off a slow replica, raise client-output-buffer-limit for replicas, or back up a replica',
    cause: error,
  })
}

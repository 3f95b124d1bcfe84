import { writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { CaptureSink, EngineContext } from '../../core/engine.ts'
import type { RedisConnection } from './connection.ts'
import { followFile } from './follow-file.ts'
import { DumpChecker, type Checksum } from './rdb/checked-bytes.ts'
import { END_MARK_BYTES, spoolDump } from './spool-dump.ts'

export interface DumpRequest {
  /** Of the part. */
  readonly name: string
  /** Where the dump lies here until the capture ends. */
  readonly path: string
  readonly version: string
  readonly sink: CaptureSink
  readonly context: EngineContext
}

/** Writes a dump to a file here and, following that, into the sink; its checksum is verified on the way. */
export async function captureDump(connection: RedisConnection, request: DumpRequest): Promise<Checksum> {
  const { name, path, version, sink, context } = request
  const unwanted = new AbortController()
  const signal = AbortSignal.any([context.signal, unwanted.signal])
  const checker = new DumpChecker()
  const found: { checksum: Checksum } = { checksum: 'none' }
  let cut = 0
  await writeFile(path, '', { mode: 0o600, flag: 'wx' })
  const spooled = spoolDump(connection, { path, version, context, signal }).then((bytes) => {
    cut = bytes
  })
  async function* follow(): AsyncGenerator<Buffer> {
    for await (const bytes of followFile(path, { finished: spooled, held: END_MARK_BYTES, cut: () => cut })) {
      checker.add(bytes)
      yield bytes
    }
    found.checksum = checker.end()
  }
  try {
    await Promise.all([spooled, sink.stream(name, Readable.from(follow(), { objectMode: false }))])
  } catch (error) {
    // A store that refuses ends the dump too.
    unwanted.abort()
    await spooled.catch(() => undefined)
    throw error
  }
  return found.checksum
}

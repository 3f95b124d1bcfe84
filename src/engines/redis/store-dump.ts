import { Readable } from 'node:stream'
import type { CaptureSink } from '../../core/engine.ts'
import { followFile } from './follow-file.ts'
import { DumpChecker, type Checksum } from './rdb/checked-bytes.ts'
import { END_MARK_BYTES } from './spool-dump.ts'

/** A dump that lies in a file, or is still being written there. */
export interface SpooledDump {
  /** Of the part. */
  readonly name: string
  readonly path: string
  /** How many bytes at the file's end do not belong to it, once it is written. */
  readonly spooled: Promise<number>
}

/** Stores a dump as it comes; its end marker and its checksum are verified on the way. Throws `part-malformed`. */
export async function storeDump({ name, path, spooled }: SpooledDump, sink: CaptureSink): Promise<Checksum> {
  const checker = new DumpChecker()
  const found: { checksum: Checksum; cut: number } = { checksum: 'none', cut: 0 }
  const finished = spooled.then((cut) => {
    found.cut = cut
  })
  async function* follow(): AsyncGenerator<Buffer> {
    for await (const bytes of followFile(path, { finished, held: END_MARK_BYTES, cut: () => found.cut })) {
      checker.add(bytes)
      yield bytes
    }
    found.checksum = checker.end()
  }
  await Promise.all([finished, sink.stream(name, Readable.from(follow(), { objectMode: false }))])
  return found.checksum
}

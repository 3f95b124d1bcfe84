import { Readable } from 'node:stream'
import type { CaptureSink } from '../../core/engine.ts'
import { isLifeboatError } from '../../core/errors.ts'
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
  /** Ends the writing of a dump that cannot be stored. */
  readonly stop?: () => void
}

/** Stores a dump as it comes; its end marker and its checksum are verified on the way. Throws `part-malformed`. */
export async function storeDump(dump: SpooledDump, sink: CaptureSink): Promise<Checksum> {
  const { name, path, spooled } = dump
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
  const stored = sink.stream(name, Readable.from(follow(), { objectMode: false }), { dense: true })
  stored.catch(() => dump.stop?.())
  requireBoth(await Promise.allSettled([finished, stored]))
  return found.checksum
}

/** Throws what went wrong first: a dump that was stopped failed only because it could not be stored. */
function requireBoth([spooled, stored]: readonly [
  PromiseSettledResult<void>,
  PromiseSettledResult<void>,
]): void {
  const stopped = spooled.status === 'rejected' && isLifeboatError(spooled.reason, 'cancelled')
  if (spooled.status === 'rejected' && !stopped) throw spooled.reason
  if (stored.status === 'rejected') throw stored.reason
  if (spooled.status === 'rejected') throw spooled.reason
}

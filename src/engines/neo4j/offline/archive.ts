import { pipeline, Transform, type Readable } from 'node:stream'
import { LifeboatError } from '../../../core/errors.ts'
import type { Context } from '../../../core/context.ts'
import { decompress } from '../../../runtime/zstd.ts'

const MAGIC = 'DZV1'

/**
 * Reads an archive to its end: Neo4j itself takes one whose last bytes are missing, or behind whose end stands something else,
 * without a word. Throws `part-malformed`.
 */
export async function readArchive(archive: Readable, context: Context): Promise<void> {
  const frame = pipeline(archive, withoutMagic(), () => undefined)
  for await (const _ of decompress(frame, context));
}

/** What follows the magic is a zstd frame with a checksum. */
function withoutMagic(): Transform {
  let head = Buffer.alloc(0)
  let found = false
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (found) return done(null, chunk)
      head = Buffer.concat([head, chunk])
      if (head.length < MAGIC.length) return done()
      found = head.subarray(0, MAGIC.length).toString('latin1') === MAGIC
      return found ? done(null, head.subarray(MAGIC.length)) : done(noArchive())
    },
    flush(done) {
      done(found ? null : noArchive())
    },
  })
}

function noArchive(): LifeboatError {
  return new LifeboatError({
    code: 'part-malformed',
    what: 'a part is no archive of neo4j-admin database dump',
  })
}

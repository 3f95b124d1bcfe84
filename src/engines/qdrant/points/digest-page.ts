import { canonicalText, parseExact } from '../exact-json.ts'
import { bucketOf, type Buckets } from './buckets.ts'
import { ByteWriter } from './byte-writer.ts'
import { JsonCursor } from './json-cursor.ts'
import { malformed } from './malformed.ts'
import { writeId } from './write-id.ts'
import { writeVectors } from './write-vectors.ts'

/** Digests pages of points into buckets; one writer serves them all. */
export class PageDigester {
  private readonly writer = new ByteWriter()
  private readonly seedLength: number
  private readonly buckets: Buckets

  constructor(seed: string, buckets: Buckets) {
    this.buckets = buckets
    this.writer.text(seed)
    this.seedLength = this.writer.length
  }

  /** Returns the text of the id that the next page begins with, `null` after the last. Throws `fingerprint-malformed`. */
  add(page: Buffer): string {
    const cursor = new JsonCursor(page)
    let next: string | undefined
    cursor.object((outer) => {
      if (outer !== 'result') {
        cursor.skip()
        return
      }
      cursor.object((key) => {
        if (key === 'points') cursor.array(() => this.addPoint(cursor))
        else if (key === 'next_page_offset') next = cursor.valueText()
        else cursor.skip()
      })
    })
    if (next === undefined) throw malformed('it does not say where the next page begins')
    return next
  }

  private addPoint(cursor: JsonCursor): void {
    const starts = { id: -1, payload: -1, vector: -1 }
    cursor.object((key) => {
      cursor.peek()
      if (key === 'id' || key === 'payload' || key === 'vector') starts[key] = cursor.at
      else if (key !== 'shard_key' && key !== 'order_value')
        throw malformed(`a point has the unknown field ${key}`)
      if (key === 'vector') cursor.skipNumbers()
      else cursor.skip()
    })
    const end = cursor.at
    const { writer, seedLength } = this
    writer.length = seedLength
    cursor.at = starts.id
    if (starts.id < 0 || starts.vector < 0) throw malformed('a point lacks its id or its vectors')
    writeId(cursor, writer)
    const bucket = bucketOf(writer.bytes.subarray(seedLength, writer.length))
    cursor.at = starts.payload
    writer.text(starts.payload < 0 ? '{}' : payloadText(cursor.valueText()))
    cursor.at = starts.vector
    writeVectors(cursor, writer)
    this.buckets.add(bucket, writer.bytes.subarray(0, writer.length))
    cursor.at = end
  }
}

/** An absent payload, null and an empty one are the same to the server. */
function payloadText(text: string): string {
  return text === '{}' || text === 'null' ? '{}' : canonicalText(parseExact(text))
}

import type { ByteReader } from './byte-reader.ts'
import { malformed } from './malformed.ts'

/** How far back a reference reaches. */
const HISTORY = 8192
const LONGEST_RUN = 264
const ROOM = 64 * 1024

/** Decompresses LZF as it is read; each piece is valid until the next one. Throws `part-malformed`. */
export function decompress(
  reader: ByteReader,
  length: { readonly compressed: number; readonly full: number },
  use: (piece: Buffer) => void,
): void {
  const atOnce = length.full <= ROOM
  const output = Buffer.allocUnsafe(atOnce ? length.full : ROOM + HISTORY + LONGEST_RUN)
  const limit = atOnce ? Infinity : output.length - LONGEST_RUN
  let at = 0
  let used = 0
  let total = 0
  for (let left = length.compressed; left > 0;) {
    const control = reader.byte()
    if (control < 32) {
      reader.copy(output, at, control + 1)
      at += control + 1
      left -= control + 2
    } else {
      const long = control >> 5 === 7
      const run = (long ? reader.byte() + 7 : control >> 5) + 2
      const back = ((control & 31) << 8) + reader.byte() + 1
      if (back > at) throw malformed('compressed bytes refer to what is not there')
      for (const end = at + run; at < end; at += 1) output[at] = output[at - back] ?? 0
      left -= long ? 3 : 2
    }
    if (at < limit) continue
    use(output.subarray(used, at))
    total += at - used
    output.copyWithin(0, at - HISTORY, at)
    at = HISTORY
    used = HISTORY
  }
  use(output.subarray(used, at))
  if (total + at - used !== length.full)
    throw malformed('compressed bytes do not have the length they should')
}

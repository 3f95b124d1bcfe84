import type { ByteWriter } from './byte-writer.ts'
import type { JsonCursor } from './json-cursor.ts'
import { malformed } from './malformed.ts'

const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b

const DENSE = 1
const MULTI = 2
const SPARSE = 3
const NAMED = 4

/** Writes what stands under `vector` of a point: one vector without a name, or several sorted by their names. */
export function writeVectors(cursor: JsonCursor, writer: ByteWriter): void {
  if (cursor.peek() !== OPEN_OBJECT) {
    writeVector(cursor, writer)
    return
  }
  // The server gives the names in any order.
  const starts = new Map<string, number>()
  cursor.object((name) => {
    cursor.peek()
    starts.set(name, cursor.at)
    cursor.skip()
  })
  const end = cursor.at
  writer.uint8(NAMED)
  writer.uint32(starts.size)
  for (const [name, start] of [...starts].sort(([one], [other]) => (one < other ? -1 : 1))) {
    writer.text(name)
    cursor.at = start
    writeVector(cursor, writer)
  }
  cursor.at = end
}

function writeVector(cursor: JsonCursor, writer: ByteWriter): void {
  if (cursor.peek() === OPEN_OBJECT) {
    writeSparse(cursor, writer)
    return
  }
  const start = cursor.at
  if (!cursor.opens(OPEN_ARRAY, CLOSE_ARRAY)) {
    writer.uint8(DENSE)
    writer.uint32(0)
  } else if (cursor.peek() === OPEN_ARRAY) {
    cursor.at = start
    writeMulti(cursor, writer)
  } else {
    writer.uint8(DENSE)
    writeNumbers(cursor, writer)
  }
}

/** The numbers of an array whose opening bracket is taken, after their count. */
function writeNumbers(cursor: JsonCursor, writer: ByteWriter): void {
  const place = writer.length
  writer.uint32(0)
  let count = 0
  do {
    cursor.peek()
    writer.float32(cursor.number())
    count += 1
  } while (cursor.another(CLOSE_ARRAY))
  writer.uint32At(place, count)
}

function writeMulti(cursor: JsonCursor, writer: ByteWriter): void {
  writer.uint8(MULTI)
  const place = writer.length
  writer.uint32(0)
  let rows = 0
  cursor.array(() => {
    rows += 1
    if (cursor.opens(OPEN_ARRAY, CLOSE_ARRAY)) writeNumbers(cursor, writer)
    else writer.uint32(0)
  })
  writer.uint32At(place, rows)
}

/** Pairs sorted by their index, whatever order they were stored in. */
function writeSparse(cursor: JsonCursor, writer: ByteWriter): void {
  const parts = new Map<string, number[]>()
  cursor.object((key) => {
    const numbers: number[] = []
    cursor.array(() => {
      cursor.peek()
      numbers.push(cursor.number())
    })
    parts.set(key, numbers)
  })
  const [indices, values] = [parts.get('indices'), parts.get('values')]
  if (indices === undefined || indices.length !== values?.length)
    throw malformed('a sparse vector is incomplete')
  writer.uint8(SPARSE)
  writer.uint32(indices.length)
  const pairs = indices.map((index, at) => [index, values[at] ?? Number.NaN] as const)
  for (const [index, value] of pairs.sort(([one], [other]) => one - other)) {
    writer.uint32(index)
    writer.float32(value)
  }
}

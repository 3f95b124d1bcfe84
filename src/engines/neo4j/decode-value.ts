import neo4j from 'neo4j-driver'
import { LifeboatError } from '../../core/errors.ts'
import { fromEpochSeconds } from './civil-time.ts'

const VECTORS = {
  INT8: Int8Array,
  INT16: Int16Array,
  INT32: Int32Array,
  INT64: BigInt64Array,
  FLOAT32: Float32Array,
  FLOAT64: Float64Array,
}

/** What `encodeValue` wrote, parsed as JSON, as the driver takes it. Throws `part-malformed`. */
export function decodeValue(value: unknown): unknown {
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map(decodeValue)
  const [entry, ...more] = Object.entries(value ?? {})
  const [tag, text] = entry ?? []
  const decode = DECODERS[tag ?? '']
  if (decode === undefined || typeof text !== 'string' || more.length > 0) throw malformed(tag)
  return decode(text)
}

const DECODERS: Readonly<Record<string, (text: string) => unknown>> = {
  i: BigInt,
  f: Number,
  F: decodeFloats,
  I: (text) => text.split(' ').map(BigInt),
  bytes: (text) => new Int8Array(Buffer.from(text, 'base64')),
  date: (text) => new neo4j.types.Date(...three(text)),
  localTime: (text) => new neo4j.types.LocalTime(...four(text)),
  time: (text) => new neo4j.types.Time(...four(text), numbers(text)[4] ?? 0),
  localDateTime: (text) => new neo4j.types.LocalDateTime(...three(text), ...four(rest(text, 3))),
  dateTime: (text) => dateTime(text, whole(text.split(' ')[2] ?? '')),
  zonedDateTime: (text) => dateTime(text, 0, rest(text, 2)),
  duration: (text) => new neo4j.types.Duration(...(text.split(' ').map(BigInt) as Four<bigint>)),
  point: decodePoint,
  vector: decodeVector,
  uuid: (text) => neo4j.uuid(text),
}

function decodeFloats(text: string): readonly number[] {
  const bytes = Buffer.from(text, 'base64')
  return Array.from({ length: bytes.length / 8 }, (_, index) => bytes.readDoubleLE(index * 8))
}

/** A zone's own clock needs no table here: the driver sends the instant, which is the same at any offset. */
function dateTime(text: string, offset: number, zone?: string): unknown {
  const [instant = '', nanosecond = ''] = text.split(' ', 2)
  const seconds = Number.isSafeInteger(Number(instant)) ? whole(instant) : BigInt(instant)
  const { year, month, day, hour, minute, second } = fromEpochSeconds(seconds, offset)
  const { DateTime } = neo4j.types
  return new DateTime(year, month, day, hour, minute, second, whole(nanosecond), offset, zone)
}

function decodePoint(text: string): unknown {
  const [srid = '', x, y, z] = text.split(' ')
  const place = z === undefined ? [] : [Number(z)]
  return new neo4j.types.Point(BigInt(srid), Number(x), Number(y), ...place)
}

function decodeVector(text: string): unknown {
  const [type = '', base64 = ''] = text.split(' ')
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
  return neo4j.vector(new VECTORS[type as keyof typeof VECTORS](bytes.buffer))
}

type Four<T> = [T, T, T, T]

/** The driver packs small numbers several times faster than bigints; all but those of a duration are small. */
function numbers(text: string): readonly number[] {
  return text.split(' ').map(whole)
}

function whole(text: string): number {
  const number = text === '' ? Number.NaN : Number(text)
  if (!Number.isSafeInteger(number)) throw malformed(text)
  return number
}

function three(text: string): [number, number, number] {
  return numbers(text).slice(0, 3) as [number, number, number]
}

function four(text: string): Four<number> {
  return numbers(text).slice(0, 4) as Four<number>
}

function rest(text: string, words: number): string {
  return text.split(' ').slice(words).join(' ')
}

function malformed(tag: string | undefined): LifeboatError {
  return new LifeboatError({
    code: 'part-malformed',
    what: `the graph holds a value of the type ${JSON.stringify(tag)}, which this Lifeboat does not know`,
    fix: 'restore with the Lifeboat that made the backup, or a newer one',
  })
}

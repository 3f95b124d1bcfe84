import neo4j, { type DateTime } from 'neo4j-driver'
import { LifeboatError } from '../../core/errors.ts'
import { toEpochSeconds } from './civil-time.ts'

const NAN_BITS = 0x7ff8_0000_0000_0000n

/**
 * A property's value as JSON that keeps its type, the same text for the same value: strings and truth values as they are, lists as
 * arrays, everything else as an object with one key. Throws `capture-failed` for a type that is not known here.
 */
export function encodeValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'bigint') return `{"i":"${value}"}`
  if (typeof value === 'number') return `{"f":"${floatText(value)}"}`
  if (typeof value === 'boolean') return String(value)
  return Array.isArray(value) ? encodeList(value) : encodeStructure(value)
}

function floatText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

/** Lists of numbers may be long vectors, so they are kept short. */
function encodeList(list: readonly unknown[]): string {
  if (list.length > 0 && list.every((item) => typeof item === 'number')) return `{"F":"${floatBytes(list)}"}`
  if (list.length > 0 && list.every((item) => typeof item === 'bigint')) return `{"I":"${list.join(' ')}"}`
  return `[${list.map(encodeValue).join(',')}]`
}

/** Little-endian, with one form of NaN. */
function floatBytes(list: readonly number[]): string {
  const bytes = Buffer.alloc(list.length * 8)
  for (const [index, value] of list.entries()) {
    if (Number.isNaN(value)) bytes.writeBigUInt64LE(NAN_BITS, index * 8)
    else bytes.writeDoubleLE(value, index * 8)
  }
  return bytes.toString('base64')
}

function encodeStructure(value: unknown): string {
  if (value instanceof Int8Array) return `{"bytes":"${base64(value)}"}`
  if (neo4j.isDateTime(value)) return encodeDateTime(value)
  if (neo4j.isDate(value)) return words('date', value.year, value.month, value.day)
  if (neo4j.isLocalDateTime(value)) {
    const { year, month, day, hour, minute, second, nanosecond } = value
    return words('localDateTime', year, month, day, hour, minute, second, nanosecond)
  }
  if (neo4j.isTime(value)) {
    return words(
      'time',
      value.hour,
      value.minute,
      value.second,
      value.nanosecond,
      value.timeZoneOffsetSeconds,
    )
  }
  if (neo4j.isLocalTime(value))
    return words('localTime', value.hour, value.minute, value.second, value.nanosecond)
  if (neo4j.isDuration(value))
    return words('duration', value.months, value.days, value.seconds, value.nanoseconds)
  if (neo4j.isPoint(value)) {
    const z = value.z === undefined ? [] : [floatText(value.z)]
    return words('point', value.srid, floatText(value.x), floatText(value.y), ...z)
  }
  if (neo4j.isVector(value)) return words('vector', value.getType(), base64(value.asTypedArray()))
  if (neo4j.isUUID(value)) return words('uuid', value.toString())
  throw unknownType(value)
}

/** The instant and the zone: what a clock there shows depends on the time zone tables of this computer. */
function encodeDateTime(value: DateTime): string {
  const { timeZoneId, timeZoneOffsetSeconds } = value
  const local = {
    year: Number(value.year),
    month: Number(value.month),
    day: Number(value.day),
    hour: Number(value.hour),
    minute: Number(value.minute),
    second: Number(value.second),
  }
  const instant = toEpochSeconds(local, Number(timeZoneOffsetSeconds ?? 0))
  if (timeZoneId === undefined) {
    return words('dateTime', instant, value.nanosecond, timeZoneOffsetSeconds ?? 0)
  }
  return words('zonedDateTime', instant, value.nanosecond, timeZoneId)
}

function words(tag: string, ...parts: readonly unknown[]): string {
  return `{"${tag}":"${parts.join(' ')}"}`
}

function base64(array: NodeJS.ArrayBufferView): string {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64')
}

function unknownType(value: unknown): LifeboatError {
  const name = neo4j.isUnsupportedType(value) ? value.name : (value?.constructor.name ?? String(value))
  return new LifeboatError({
    code: 'capture-failed',
    what: `the database holds a property of the type ${name}, which this Lifeboat does not know`,
    fix: 'update Lifeboat, or back up with mode: offline or online',
  })
}

import { NumberText, numberOf, printJson } from './numbers.ts'
import { Refusal } from './refusal.ts'

type Json = Readonly<Record<string, unknown>>

/** The part of a point that filters look at. */
export interface Filtered {
  readonly id: string
  readonly payload: Json
}

/** Whether a point fulfils a filter: must, should, must_not of match, range, is_null, is_empty and has_id. */
export function fulfils(point: Filtered, filter: unknown): boolean {
  const clauses = (filter ?? {}) as Json
  for (const key of Object.keys(clauses)) {
    if (!['must', 'should', 'must_not'].includes(key)) throw badFilter(`unknown field \`${key}\``)
  }
  const should = listOf(clauses['should'])
  return (
    listOf(clauses['must']).every((one) => meets(point, one)) &&
    (should.length === 0 || should.some((one) => meets(point, one))) &&
    !listOf(clauses['must_not']).some((one) => meets(point, one))
  )
}

function meets(point: Filtered, condition: Json): boolean {
  if (condition['has_id'] !== undefined) {
    return listOf(condition['has_id']).some((id) => idText(id) === point.id)
  }
  if (condition['is_null'] !== undefined) {
    return valuesAt(point.payload, keyOf(condition['is_null'])).some((value) => value === null)
  }
  if (condition['is_empty'] !== undefined) {
    return valuesAt(point.payload, keyOf(condition['is_empty'])).every((value) => value === null)
  }
  if (condition['must'] ?? condition['should'] ?? condition['must_not']) return fulfils(point, condition)
  const values = valuesAt(point.payload, String(condition['key']))
  if (condition['match'] !== undefined)
    return values.some((value) => matches(value, condition['match'] as Json))
  if (condition['range'] !== undefined)
    return values.some((value) => inRange(value, condition['range'] as Json))
  throw badFilter('data did not match any variant of untagged enum Condition')
}

function matches(value: unknown, { value: wanted, any }: Json): boolean {
  if (any !== undefined) return listOf(any).some((one) => printJson(one) === printJson(value))
  return printJson(wanted) === printJson(value)
}

function inRange(value: unknown, range: Json): boolean {
  if (!(value instanceof NumberText)) return false
  const number = numberOf(value)
  const bound = (name: string, otherwise: number): number =>
    range[name] === undefined ? otherwise : numberOf(range[name])
  return (
    number >= bound('gte', -Infinity) &&
    number > bound('gt', -Infinity) &&
    number <= bound('lte', Infinity) &&
    number < bound('lt', Infinity)
  )
}

/** Values under a path; those of an array one by one. */
export function valuesAt(payload: unknown, path: string): readonly unknown[] {
  if (Array.isArray(payload)) return payload.flatMap((one) => valuesAt(one, path))
  if (typeof payload !== 'object' || payload === null || payload instanceof NumberText) return []
  const [first = '', ...rest] = path.split('.')
  const value = (payload as Json)[first]
  if (value === undefined) return []
  if (rest.length > 0) return valuesAt(value, rest.join('.'))
  return Array.isArray(value) ? value : [value]
}

/** A point's id as it is known in here: digits, or a UUID in lower case. Throws what the server answers to anything else. */
export function idText(id: unknown): string {
  if (id instanceof NumberText && /^\d+$/.test(id.source)) return id.source
  if (typeof id === 'string') {
    const hex = id
      .toLowerCase()
      .replace(/^urn:uuid:/, '')
      .replaceAll(/[{}-]/g, '')
    if (/^[0-9a-f]{32}$/.test(hex)) return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  }
  const said = id instanceof NumberText ? id.source : String(id)
  throw new Refusal(
    400,
    `Format error in JSON body: value ${said} is not a valid point ID, valid values are either an unsigned integer or a UUID`,
  )
}

function keyOf(condition: unknown): string {
  return String((condition as Json)['key'])
}

function listOf(value: unknown): readonly Json[] {
  if (value === undefined || value === null) return []
  return (Array.isArray(value) ? value : [value]) as readonly Json[]
}

function badFilter(why: string): Refusal {
  return new Refusal(400, `Format error in JSON body: ${why}`)
}

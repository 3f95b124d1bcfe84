import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import neo4j from 'neo4j-driver'
import { expect, test } from 'vitest'
import { decodeValue } from '../../../../src/engines/neo4j/decode-value.ts'
import { encodeValue } from '../../../../src/engines/neo4j/encode-value.ts'
import { arbitraryValue } from '../../../support/engines/neo4j/arbitrary-value.ts'
import { ZOO_VALUES } from '../../../support/engines/neo4j/zoo-values.ts'

const again = (text: string): string => encodeValue(decodeValue(JSON.parse(text)))

test('any value is read back as what was written', () => {
  fc.assert(
    fc.property(arbitraryValue, (value) => {
      expect(again(encodeValue(value))).toBe(encodeValue(value))
    }),
  )
})

test('two values have the same text when, and only when, they are the same to the driver', () => {
  fc.assert(
    fc.property(arbitraryValue, arbitraryValue, (one, other) => {
      expect(encodeValue(one) === encodeValue(other)).toBe(isDeepStrictEqual(one, other))
    }),
  )
})

test('no two values of the zoo have the same text, and each is read back', () => {
  const texts = Object.values(ZOO_VALUES).map(encodeValue)
  expect(new Set(texts).size).toBe(texts.length)
  expect(texts.map(again)).toEqual(texts)
})

test.each([
  [1n, '{"i":"1"}'],
  [1, '{"f":"1"}'],
  [-0, '{"f":"-0"}'],
  [[1, Number.NaN], '{"F":"AAAAAAAA8D8AAAAAAAD4fw=="}'],
  [[1n, -2n], '{"I":"1 -2"}'],
  [['a', 'b'], '["a","b"]'],
  [[], '[]'],
  [new Int8Array([-1, 0]), '{"bytes":"/wA="}'],
  [new neo4j.types.Date(-44n, 3n, 15n), '{"date":"-44 3 15"}'],
  [
    new neo4j.types.DateTime(1970n, 1n, 2n, 1n, 0n, 0n, 5n, 3600n, 'Europe/Berlin'),
    '{"zonedDateTime":"86400 5 Europe/Berlin"}',
  ],
  [new neo4j.types.Point(4326n, -0, 1.5), '{"point":"4326 -0 1.5"}'],
])('%s is written as %s, in every version', (value, text) => {
  expect(encodeValue(value)).toBe(text)
})

test('a vector and a UUID keep their types', () => {
  const vector = neo4j.vector(Float32Array.from([1, -0, 0.5]))
  const id = neo4j.uuid('01234567-89ab-cdef-0123-456789abcdef')
  expect([encodeValue(vector), encodeValue(id)].map(again)).toEqual([encodeValue(vector), encodeValue(id)])
  expect(encodeValue(vector)).toBe('{"vector":"FLOAT32 AACAPwAAAIAAAAA/"}')
})

test('a type that is not known is refused by its name', () => {
  expect(() => encodeValue(new WeakRef({}))).toThrow(
    expect.objectContaining({ code: 'capture-failed', what: expect.stringContaining('WeakRef') as string }),
  )
})

test.each(['{"x":"1"}', '{"i":1}', '{"i":"1","f":"1"}', '{}', 'null', '5'])(
  'the value %s is damaged, not something else',
  (text) => {
    expect(() => decodeValue(JSON.parse(text))).toThrow(expect.objectContaining({ code: 'part-malformed' }))
  },
)

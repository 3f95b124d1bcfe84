import fc from 'fast-check'
import { expect, it } from 'vitest'
import { BUCKETS, Buckets } from '../../../../src/engines/qdrant/points/buckets.ts'
import { PageDigester } from '../../../../src/engines/qdrant/points/digest-page.ts'

const ALL = Array.from({ length: BUCKETS }, (_, bucket) => bucket)

function digest(
  points: readonly string[],
  seed = 'seed',
): { readonly count: number; readonly digest: string } {
  const buckets = new Buckets()
  new PageDigester(seed, buckets).add(page(points))
  return buckets.total(ALL)
}

function page(points: readonly string[]): Buffer {
  return Buffer.from(
    `{"result":{"points":[${points.join(',')}],"next_page_offset":null},"status":"ok","time":1}`,
  )
}

const point = (id: string, payload: string, vector: string): string =>
  `{"id":${id},"payload":${payload},"vector":${vector}}`

const UNLIKE: readonly (readonly [name: string, one: string, other: string])[] = [
  [
    'integers above 2^53',
    point('1', '{"n":9007199254740993}', '[1]'),
    point('1', '{"n":9007199254740992}', '[1]'),
  ],
  [
    'the largest integers',
    point('1', '{"n":18446744073709551615}', '[1]'),
    point('1', '{"n":18446744073709551614}', '[1]'),
  ],
  ['an integer and a float', point('1', '{"n":1}', '[1]'), point('1', '{"n":1.0}', '[1]')],
  ['the signs of zero', point('1', '{"n":-0.0}', '[1]'), point('1', '{"n":0.0}', '[1]')],
  ['a number and its text', point('1', '{"n":1}', '[1]'), point('1', '{"n":"1"}', '[1]')],
  ['null and nothing', point('1', '{"n":null}', '[1]'), point('1', '{}', '[1]')],
  ['an empty list and an empty object', point('1', '{"n":[]}', '[1]'), point('1', '{"n":{}}', '[1]')],
  ['lists in another order', point('1', '{"n":[1,2]}', '[1]'), point('1', '{"n":[2,1]}', '[1]')],
  ['ids above 2^53', point('9007199254740993', '{}', '[1]'), point('9007199254740992', '{}', '[1]')],
  [
    'a number as id and the UUID of the same digits',
    point('1', '{}', '[1]'),
    point('"00000000-0000-0000-0000-000000000001"', '{}', '[1]'),
  ],
  ['neighbouring floats', point('1', '{}', '[0.1]'), point('1', '{}', '[0.10000001]')],
  ['the signs of zero in a vector', point('1', '{}', '[-0.0]'), point('1', '{}', '[0.0]')],
  ['one vector of two rows and two rows of one', point('1', '{}', '[[1,2]]'), point('1', '{}', '[[1],[2]]')],
  ['a dense vector and a row', point('1', '{}', '[1,2]'), point('1', '{}', '[[1,2]]')],
  ['names of vectors', point('1', '{}', '{"a":[1]}'), point('1', '{}', '{"b":[1]}')],
  ['an absent and an empty vector', point('1', '{}', '{}'), point('1', '{}', '{"a":[]}')],
  [
    'indices of a sparse vector',
    point('1', '{}', '{"a":{"indices":[1],"values":[1]}}'),
    point('1', '{}', '{"a":{"indices":[2],"values":[1]}}'),
  ],
  [
    'values that changed places',
    point('1', '{}', '{"a":{"indices":[1,2],"values":[1,2]}}'),
    point('1', '{}', '{"a":{"indices":[1,2],"values":[2,1]}}'),
  ],
  ['a key and a value that share their text', point('1', '{"a":"b"}', '[1]'), point('1', '{"b":"a"}', '[1]')],
  ['payload that looks like a vector', point('1', '{"vector":[1]}', '[1]'), point('1', '{}', '[1]')],
]

it.each(UNLIKE)('tells apart %s', (_name, one, other) => {
  expect(digest([one]).digest).not.toBe(digest([other]).digest)
})

const ALIKE: readonly (readonly [name: string, one: string, other: string])[] = [
  [
    'keys in another order',
    point('1', '{"a":1,"b":{"c":2,"d":3}}', '[1]'),
    point('1', '{"b":{"d":3,"c":2},"a":1}', '[1]'),
  ],
  [
    'names of vectors in another order',
    point('1', '{}', '{"a":[1],"b":[2]}'),
    point('1', '{}', '{"b":[2],"a":[1]}'),
  ],
  [
    'pairs of a sparse vector in another order',
    point('1', '{}', '{"a":{"indices":[7,3],"values":[1,2]}}'),
    point('1', '{}', '{"a":{"values":[2,1],"indices":[3,7]}}'),
  ],
  [
    'spellings of a float',
    point('1', '{"n":1e20}', '[0.00001]'),
    point('1', '{"n":100000000000000000000.0}', '[1e-5]'),
  ],
  ['fields in another order', point('1', '{"a":1}', '[1]'), '{"vector":[1],"payload":{"a":1},"id":1}'],
  [
    'white space',
    point('1', '{"a":1}', '[1,2]'),
    ' { "id" : 1 , "payload" : { "a" : 1 } , "vector" : [ 1 , 2 ] } ',
  ],
  [
    'escaped and plain letters',
    point('1', '{"ż":"😀"}', '[1]'),
    point('1', String.raw`{"\u017c":"\ud83d\ude00"}`, '[1]'),
  ],
]

it.each(ALIKE)('takes for the same: %s', (_name, one, other) => {
  expect(digest([one])).toEqual(digest([other]))
})

it('does not depend on the order of points, and counts those that are there twice', () => {
  const points = Array.from({ length: 300 }, (_, id) => point(String(id), `{"n":${id}}`, `[${id}]`))
  expect(digest(points.toReversed())).toEqual(digest(points))
  const twice = digest([...points, points[0] ?? '', points[0] ?? ''])
  expect(twice).toMatchObject({ count: 302 })
  expect(twice.digest).not.toBe(digest(points).digest)
})

it('digests otherwise with another seed', () => {
  expect(digest([point('1', '{}', '[1]')], 'a')).not.toEqual(digest([point('1', '{}', '[1]')], 'b'))
})

const MALFORMED = {
  'a page that ends early': '{"result":{"points":[{"id":1,"payload":{},"vector":[1,2',
  'no points': '{"result":{}}',
  'another shape': '[]',
  'a point without an id': `{"result":{"points":[{"payload":{},"vector":[1]}],"next_page_offset":null}}`,
  'a point without vectors': `{"result":{"points":[{"id":1,"payload":{}}],"next_page_offset":null}}`,
  'an id that is none': `{"result":{"points":[{"id":-1,"payload":{},"vector":[1]}],"next_page_offset":null}}`,
  'a vector of words': `{"result":{"points":[{"id":1,"payload":{},"vector":["a"]}],"next_page_offset":null}}`,
  'values without indices': `{"result":{"points":[{"id":1,"payload":{},"vector":{"a":{"values":[1]}}}],"next_page_offset":null}}`,
  'a field that nobody knows': `{"result":{"points":[{"id":1,"payload":{},"vector":[1],"more":1}],"next_page_offset":null}}`,
  'an empty answer': '',
}

it.each(Object.entries(MALFORMED))('never calls equal what is malformed: %s', (_name, text) => {
  const add = (): string => new PageDigester('', new Buckets()).add(Buffer.from(text))
  expect(add).toThrow(expect.objectContaining({ code: 'fingerprint-malformed' }) as Error)
})

it('reads every float32 as the nearest one to its text', () => {
  const bits = new DataView(new ArrayBuffer(4))
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      bits.setFloat32(0, value)
      const same = digest([point('1', '{}', `[${JSON.stringify(value)}]`)])
      const longer = digest([point('1', '{}', `[${value.toExponential(20)}]`)])
      expect(Object.is(value, -0) || same.digest === longer.digest).toBe(true)
    }),
  )
})

it('notices every change of one number, text or name of any payload', () => {
  const json = fc.jsonValue({ maxDepth: 3 })
  fc.assert(
    fc.property(fc.dictionary(fc.string(), json), fc.dictionary(fc.string(), json), (one, other) => {
      const [left, right] = [one, other].map((payload) => JSON.stringify(payload))
      const same = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
      const [first, second] = [left, right].map(
        (payload) => digest([point('1', payload ?? '', '[1]')]).digest,
      )
      expect(first === second).toBe(same)
    }),
  )
})

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return entries.map(([key, member]) => [key, sorted(member)])
}

import type { QdrantConnection } from '../../../../src/engines/qdrant/connection.ts'
import { rest } from './rest.ts'

/** Every kind of value that a payload can hold, as JSON whose numbers must not pass through JavaScript. */
const PAYLOADS = [
  '{}',
  '{"null":null,"yes":true,"no":false,"empty":"","emptyList":[],"emptyObject":{},"nested":{"deep":{"k":"v","list":[1,2,{"z":null}]}}}',
  '{"largest":18446744073709551615,"nearLargest":18446744073709551614,"smallest":-9223372036854775808,"beyond2to53":9007199254740993}',
  '{"minusZero":-0.0,"whole":1.0,"integer":1,"tiny":5e-324,"huge":1.7976931348623157e308,"float":1e20,"third":0.3333333333333333}',
  '{"żółć":"日本語","emoji😀":"\\ud83d\\ude00","control":"a\\u0000b\\n\\t","quote\\"":"\\\\","":"empty key","__proto__":1,"key.with.dots":2,"rtl":"\\u202e"}',
  '{"matrix":[[1,2],[3,[4,[]]]],"mixed":[null,true,"x",1,1.5],"place":{"lon":13.4,"lat":52.5},"at":"2024-02-29T23:59:59.123456789+05:30"}',
]

const IDS = [
  '0',
  '1',
  '9007199254740993',
  '18446744073709551615',
  '"00000000-0000-0000-0000-000000000000"',
  '"6ba7b810-9dad-11d1-80b4-00c04fd430c8"',
]

interface ZooCollection {
  readonly definition: unknown
  /** JSON of points, without ids and payloads, one for each of the ids. */
  readonly vectors: readonly string[]
}

const COLLECTIONS: Readonly<Record<string, ZooCollection>> = {
  cosine: {
    definition: { vectors: { size: 4, distance: 'Cosine' } },
    vectors: [
      '[1,0,0,0]',
      '[0,0,0,0]',
      '[-0.1,0.2,-0.3,0.4]',
      '[1,2,3,4]',
      '[0.5,0.5,0.5,0.5]',
      '[1e-7,2e5,3,4]',
    ],
  },
  euclid: {
    definition: {
      vectors: { size: 2, distance: 'Euclid' },
      quantization_config: { scalar: { type: 'int8', always_ram: true } },
    },
    vectors: [
      '[1,-1]',
      '[0.1,0.2]',
      '[16777217,3.4028235e38]',
      '[-0.0,0.0]',
      '[1e-45,1e-40]',
      '[123456.789,0.333333343]',
    ],
  },
  'name with spaces': {
    definition: { vectors: { size: 2, distance: 'Manhattan' }, shard_number: 2 },
    vectors: ['[1,2]', '[3,4]', '[5,6]', '[7,8]', '[9,10]', '[11,12]'],
  },
  'emoji-😀 näme': {
    definition: {
      vectors: { image: { size: 3, distance: 'Dot' }, text: { size: 2, distance: 'Euclid', on_disk: true } },
      sparse_vectors: { bm25: { modifier: 'idf' }, splade: { index: { on_disk: true } } },
      metadata: { owner: 'zoo', note: 'kept with the collection' },
    },
    vectors: [
      '{"image":[1,2,3],"text":[0.5,-0.5],"bm25":{"indices":[7,3,4294967295],"values":[0.1,0.2,0.3]}}',
      '{"image":[1,2,3]}',
      '{"text":[0.5,-0.5]}',
      '{"bm25":{"indices":[1],"values":[1]},"splade":{"indices":[2],"values":[-2.5]}}',
      '{}',
      '{"image":[0,0,0],"text":[0,0],"splade":{"indices":[],"values":[]}}',
    ],
  },
  multi: {
    definition: { vectors: { size: 2, distance: 'Dot', multivector_config: { comparator: 'max_sim' } } },
    vectors: [
      '[[1,2]]',
      '[[1,2],[3,4]]',
      '[[3,4],[1,2]]',
      '[[0,0],[0,0],[0,0]]',
      '[[-1.5,2.25]]',
      '[[1,1],[1,1]]',
    ],
  },
  bytes: {
    definition: {
      vectors: { size: 3, distance: 'Dot', datatype: 'uint8' },
      strict_mode_config: { enabled: true, max_query_limit: 4 },
    },
    vectors: ['[0,1,255]', '[1,2,3]', '[3,2,1]', '[0,0,0]', '[255,255,255]', '[7,7,7]'],
  },
  halves: {
    definition: { vectors: { size: 2, distance: 'Dot', datatype: 'float16' } },
    vectors: ['[0.5,0.25]', '[1,2048]', '[-0.1,0.1]', '[0,0]', '[65504,1]', '[0.333,3]'],
  },
  empty: { definition: { vectors: { size: 2, distance: 'Dot' } }, vectors: [] },
}

/** The names of the zoo's collections. */
export const ZOO = Object.keys(COLLECTIONS)

/** Fills an empty server with every kind of vector, id, payload, name and definition. */
export async function fillZoo(connection: QdrantConnection): Promise<void> {
  for (const [name, { definition, vectors }] of Object.entries(COLLECTIONS)) {
    await rest(connection, ['PUT', `/collections/${name}`], definition)
    if (vectors.length === 0) continue
    const points = vectors.map(
      (vector, at) => `{"id":${IDS[at]},"payload":${PAYLOADS[at]},"vector":${vector}}`,
    )
    await rest(
      connection,
      ['PUT', `/collections/${name}/points?wait=true`],
      `{"points":[${points.join(',')}]}`,
    )
  }
  const indexes = { integer: 'integer', 'nested.deep.k': 'keyword', place: 'geo', at: { type: 'datetime' } }
  for (const [field_name, field_schema] of Object.entries(indexes)) {
    await rest(connection, ['PUT', '/collections/cosine/index?wait=true'], { field_name, field_schema })
  }
  const aliases = { prod: 'cosine', 'alias with ünicode 😀': 'emoji-😀 näme' }
  const actions = Object.entries(aliases).map(([alias_name, collection_name]) => ({
    create_alias: { alias_name, collection_name },
  }))
  await rest(connection, ['POST', '/collections/aliases'], { actions })
}

/** Adds a collection of many points of 8 dimensions with small payloads. */
export async function fillMany(connection: QdrantConnection, count: number, name = 'many'): Promise<void> {
  await rest(connection, ['PUT', `/collections/${name}`], { vectors: { size: 8, distance: 'Dot' } })
  for (let from = 0; from < count; from += 5000) {
    const points = Array.from({ length: Math.min(5000, count - from) }, (_, at) => ({
      id: from + at,
      vector: Array.from({ length: 8 }, (_, axis) => ((from + at) * 7 + axis) % 97),
      payload: { number: from + at, kind: `k${(from + at) % 7}` },
    }))
    await rest(connection, ['PUT', `/collections/${name}/points?wait=true`], { points })
  }
}

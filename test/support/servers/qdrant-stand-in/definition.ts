import { NumberText, numberOf } from './numbers.ts'
import { Refusal } from './refusal.ts'
import type { Definition } from './collection.ts'

type Json = Readonly<Record<string, unknown>>

const HNSW = parse({
  m: 16,
  ef_construct: 100,
  full_scan_threshold: 10_000,
  max_indexing_threads: 0,
  on_disk: false,
})
const OPTIMIZER = parse({
  deleted_threshold: 0.2,
  vacuum_min_vector_number: 1000,
  default_segment_number: 0,
  max_segment_size: null,
  memmap_threshold: null,
  indexing_threshold: 10_000,
  flush_interval_sec: 5,
  max_optimization_threads: null,
  prevent_unoptimized: null,
})
const WAL = parse({ wal_capacity_mb: 32, wal_segments_ahead: 0, wal_retain_closed: 1 })

/** The configuration of a new collection, as the server completes it. */
export function defineCollection(sent: Json): Definition {
  const vectors = (sent['vectors'] ?? {}) as Json
  const all = 'size' in vectors ? [vectors] : Object.values(vectors)
  for (const one of all as Json[]) {
    if (numberOf(one['size']) >= 1) continue
    throw new Refusal(
      400,
      'Format error in JSON body: data did not match any variant of untagged enum VectorsConfig',
    )
  }
  const given = (name: string, otherwise: unknown): unknown => sent[name] ?? otherwise
  const params = {
    vectors,
    shard_number: given('shard_number', number(1)),
    replication_factor: given('replication_factor', number(1)),
    write_consistency_factor: given('write_consistency_factor', number(1)),
    on_disk_payload: given('on_disk_payload', true),
    sparse_vectors: sent['sparse_vectors'],
    sharding_method: sent['sharding_method'],
  }
  const config = {
    params: Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined)),
    hnsw_config: { ...HNSW, ...present(sent['hnsw_config']) },
    optimizer_config: { ...OPTIMIZER, ...present(sent['optimizers_config']) },
    wal_config: { ...WAL, ...present(sent['wal_config']) },
    quantization_config: sent['quantization_config'] ?? null,
    ...(sent['strict_mode_config'] === undefined ? {} : { strict_mode_config: sent['strict_mode_config'] }),
    ...(sent['metadata'] === undefined ? {} : { metadata: sent['metadata'] }),
  }
  return { config, indexes: new Map() }
}

/** A payload index as the server describes it. */
export function defineIndex(schema: unknown): Json {
  if (typeof schema === 'string') return { data_type: schema }
  const params = schema as Json
  const principal = params['type'] === 'integer' ? { is_principal: null } : {}
  return { data_type: params['type'], params: { ...params, ...principal } }
}

function present(value: unknown): Json {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([, one]) => one !== null))
}

function number(value: number): NumberText {
  return new NumberText(String(value))
}

function parse(values: Readonly<Record<string, number | boolean | null>>): Json {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, typeof value === 'number' ? number(value) : value]),
  )
}

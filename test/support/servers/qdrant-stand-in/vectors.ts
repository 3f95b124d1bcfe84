import { NumberText, numberOf, printFloat32 } from './numbers.ts'
import { wrongInput } from './refusal.ts'

/** The parameters of one dense or multi vector. */
interface DenseParams {
  readonly size: number
  readonly distance: string
  readonly datatype?: string
  readonly multivector?: boolean
}

/** What vectors a collection takes: one without a name under `''`, or several. */
export interface VectorParams {
  readonly dense: ReadonlyMap<string, DenseParams>
  readonly sparse: ReadonlySet<string>
}

/** Stored vectors: by name, as the JSON that the server prints. */
export type StoredVectors = ReadonlyMap<string, string>

export function readParams(params: Readonly<Record<string, unknown>>): VectorParams {
  const vectors = (params['vectors'] ?? {}) as Record<string, unknown>
  const named = 'size' in vectors ? [['', vectors] as const] : Object.entries(vectors)
  const dense = named.map(([name, one]) => [name, denseParams(one as Record<string, unknown>)] as const)
  return { dense: new Map(dense), sparse: new Set(Object.keys(params['sparse_vectors'] ?? {})) }
}

function denseParams(one: Record<string, unknown>): DenseParams {
  return {
    size: numberOf(one['size']),
    distance: String(one['distance']),
    ...(typeof one['datatype'] === 'string' ? { datatype: one['datatype'] } : {}),
    multivector: one['multivector_config'] !== undefined,
  }
}

/** What was sent under `vector`, as it is kept: rounded, and for cosine normalised. */
export function storeVectors(sent: unknown, params: VectorParams): Map<string, string> {
  if (Array.isArray(sent)) return new Map([['', storeOne('', sent, params)]])
  return new Map(Object.entries(sent ?? {}).map(([name, one]) => [name, storeOne(name, one, params)]))
}

export function printVectors(stored: StoredVectors): string {
  const plain = stored.get('')
  if (plain !== undefined) return plain
  return `{${[...stored].map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`
}

function storeOne(name: string, sent: unknown, { dense, sparse }: VectorParams): string {
  if (sparse.has(name)) return storeSparse(sent as Record<string, readonly unknown[]>)
  const params = dense.get(name)
  if (params === undefined) throw wrongInput(`Not existing vector name error: ${name}`)
  const rows = sent as readonly unknown[]
  if (params.multivector !== true) return storeDense(rows, params)
  return `[${rows.map((row) => storeDense(row as readonly unknown[], params)).join(',')}]`
}

function storeSparse({ indices = [], values = [] }: Record<string, readonly unknown[]>): string {
  const pairs = indices.map((index, at) => [numberOf(index), values[at]] as const)
  pairs.sort(([one], [other]) => one - other)
  const printed = pairs.map(([, value]) => print(value))
  return `{"indices":[${pairs.map(([index]) => index).join(',')}],"values":[${printed.join(',')}]}`
}

function storeDense(row: readonly unknown[], { size, distance, datatype }: DenseParams): string {
  if (row.length !== size) {
    throw wrongInput(`Vector dimension error: expected dim: ${size}, got ${row.length}`)
  }
  if (distance === 'Cosine') return `[${normalised(row.map(numberOf), datatype).join(',')}]`
  if (datatype === 'uint8' || datatype === 'float16') {
    return `[${row.map((one) => printFloat32(narrow(numberOf(one), datatype))).join(',')}]`
  }
  return `[${row.map(print).join(',')}]`
}

function normalised(row: readonly number[], datatype: string | undefined): readonly string[] {
  const floats = row.map(Math.fround)
  const length = Math.sqrt(floats.reduce((sum, value) => sum + value * value, 0))
  // The server leaves alone what is a unit vector already.
  const unit =
    length === 0 || Math.abs(length - 1) < 1e-6 ? floats : floats.map((value) => Math.fround(value / length))
  return unit.map((value) => printFloat32(datatype === undefined ? value : narrow(value, datatype)))
}

function narrow(value: number, datatype: string): number {
  if (datatype === 'uint8') return Math.max(0, Math.min(255, Math.trunc(value)))
  return datatype === 'float16' ? half(value) : value
}

/** The nearest float16. */
function half(value: number): number {
  const exponent = Math.max(-14, Math.floor(Math.log2(Math.abs(value) || 1)))
  const step = 2 ** (exponent - 10)
  return Math.round(value / step) * step
}

function print(value: unknown): string {
  return value instanceof NumberText ? printFloat32(Number(value.source), value.source) : 'null'
}

import { createHash } from 'node:crypto'
import { fulfils, idText, valuesAt, type Filtered } from './filter.ts'
import { numberOf, parseJson, printJson } from './numbers.ts'
import { wrongInput } from './refusal.ts'
import { printVectors, readParams, storeVectors, type StoredVectors } from './vectors.ts'

type Json = Readonly<Record<string, unknown>>

/** A stored point; its payload and vectors are the JSON that is printed. */
export interface Point {
  readonly id: string
  readonly payload: string
  readonly vectors: StoredVectors
}

export type Definition = {
  readonly config: Json & { readonly params: Json }
  readonly indexes: Map<string, Json>
}

/** A collection in memory, its points in the order of their ids: numbers first. */
export class Collection {
  readonly name: string
  readonly points = new Map<string, Point>()
  readonly indexes: Map<string, Json>
  config: Definition['config']
  operations = 0
  private sorted: readonly Point[] | undefined

  constructor(name: string, { config, indexes }: Definition) {
    this.name = name
    this.config = config
    this.indexes = indexes
  }

  get shards(): number {
    return numberOf(this.config.params['shard_number'])
  }

  put(point: Point): void {
    this.points.set(point.id, point)
    this.sorted = undefined
  }

  upsert(sent: readonly Json[]): void {
    const params = readParams(this.config.params)
    const points = sent.map(({ id, payload, vector }) => ({
      id: idText(id),
      payload: payload === undefined || payload === null ? '{}' : printJson(payload),
      vectors: storeVectors(vector, params),
    }))
    for (const point of points) this.put(point)
  }

  change(ids: Iterable<string>, changed: (point: Point) => Partial<Point>): void {
    for (const id of ids) {
      const point = this.points.get(id)
      if (point !== undefined) this.put({ ...point, ...changed(point) })
    }
  }

  changeVectors(sent: readonly Json[]): void {
    const params = readParams(this.config.params)
    for (const { id, vector } of sent) {
      if (!this.points.has(idText(id))) throw wrongInput(`No point with id ${idText(id)} found`)
      const vectors = storeVectors(vector, params)
      this.change([idText(id)], (point) => ({ vectors: new Map([...point.vectors, ...vectors]) }))
    }
  }

  remove(ids: Iterable<string>): void {
    for (const id of ids) this.points.delete(id)
    this.sorted = undefined
  }

  /** Ids that a request names, or that its filter finds. */
  selected(request: Json): readonly string[] {
    if (Array.isArray(request['points'])) return request['points'].map(idText)
    return this.matching(request['filter']).map(({ id }) => id)
  }

  matching(filter: unknown): readonly Point[] {
    if (filter === undefined || filter === null) return this.inOrder()
    return this.inOrder().filter((point) => fulfils(filteredOf(point), filter))
  }

  /** Points from an id on, and the id that the next page begins with. */
  page(
    from: string | undefined,
    limit: number,
    filter: unknown,
  ): { points: readonly Point[]; next: string | undefined } {
    const all = this.matching(filter)
    const start = from === undefined ? 0 : firstAtLeast(all, orderOf(from))
    return { points: all.slice(start, start + limit), next: all[start + limit]?.id }
  }

  shardOf(id: string): number {
    return createHash('md5').update(id).digest().readUInt32BE(0) % this.shards
  }

  describeIndexes(): Json {
    const all = this.inOrder().map((point) => parseJson(point.payload))
    const described = [...this.indexes].map(([field, index]) => {
      const points = all.filter((payload) => valuesAt(payload, field).length > 0).length
      return [field, { ...index, points }] as const
    })
    return Object.fromEntries(described)
  }

  private inOrder(): readonly Point[] {
    this.sorted ??= [...this.points.values()]
      .map((point) => [orderOf(point.id), point] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, point]) => point)
    return this.sorted
  }
}

export interface Shown {
  readonly payload: boolean | readonly string[]
  readonly vector: boolean
}

/** A point as it is printed. */
export function printPoint({ id, payload, vectors }: Point, shown: Shown): string {
  const fields = [`"id":${printId(id)}`]
  if (shown.payload === true) fields.push(`"payload":${payload}`)
  else if (shown.payload !== false) fields.push(`"payload":${printJson(selectKeys(payload, shown.payload))}`)
  if (shown.vector) fields.push(`"vector":${printVectors(vectors)}`)
  return `{${fields.join(',')}}`
}

export function printId(id: string): string {
  return id.includes('-') ? `"${id}"` : id
}

function selectKeys(payload: string, wanted: readonly string[]): Json {
  const all = parseJson(payload) as Json
  return Object.fromEntries(
    Object.entries(all).filter(([key]) => wanted.some((one) => one === key || one.startsWith(`${key}.`))),
  )
}

function filteredOf({ id, payload }: Point): Filtered {
  return { id, payload: parseJson(payload) as Json }
}

function orderOf(id: string): string {
  return id.includes('-') ? `u${id}` : `i${id.padStart(20, '0')}`
}

function firstAtLeast(points: readonly Point[], order: string): number {
  let [low, high] = [0, points.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (orderOf(points[middle]?.id ?? '') < order) low = middle + 1
    else high = middle
  }
  return low
}

import { printId, printPoint, type Collection, type Shown } from './collection.ts'
import { readJson, type Exchange, type Reply } from './exchange.ts'
import { idText } from './filter.ts'
import { numberOf, parseJson, printJson } from './numbers.ts'
import { Refusal } from './refusal.ts'

type Json = Readonly<Record<string, unknown>>

export async function upsertPoints(exchange: Exchange): Promise<Reply> {
  const sent = await readJson(exchange)
  return change(exchange, (collection) => collection.upsert((sent['points'] ?? []) as Json[]))
}

export async function deletePoints(exchange: Exchange): Promise<Reply> {
  const sent = await readJson(exchange)
  return change(exchange, (collection) => collection.remove(collection.selected(sent)))
}

export async function setPayload(exchange: Exchange): Promise<Reply> {
  const sent = await readJson(exchange)
  return change(exchange, (collection) =>
    collection.change(collection.selected(sent), ({ payload }) => ({
      payload: printJson({ ...(parseJson(payload) as Json), ...(sent['payload'] as Json) }),
    })),
  )
}

export async function overwritePayload(exchange: Exchange): Promise<Reply> {
  const sent = await readJson(exchange)
  return change(exchange, (collection) =>
    collection.change(collection.selected(sent), () => ({ payload: printJson(sent['payload']) })),
  )
}

export async function changeVectors(exchange: Exchange): Promise<Reply> {
  const sent = await readJson(exchange)
  return change(exchange, (collection) => collection.changeVectors((sent['points'] ?? []) as Json[]))
}

function change({ storage, path }: Exchange, work: (collection: Collection) => void): Reply {
  const collection = storage.find(path['name'] ?? '')
  work(collection)
  collection.operations += 1
  return { result: { operation_id: collection.operations, status: 'completed' } }
}

export async function getPoints(exchange: Exchange): Promise<Reply> {
  const collection = exchange.storage.find(exchange.path['name'] ?? '')
  const sent = await readJson(exchange)
  const shown = shownBy(sent, true)
  const found = ((sent['ids'] ?? []) as unknown[])
    .map((id) => collection.points.get(idText(id)))
    .filter((point) => point !== undefined)
  return { printed: `[${found.map((point) => printPoint(point, shown)).join(',')}]` }
}

export async function scroll(exchange: Exchange): Promise<Reply> {
  const collection = exchange.storage.find(exchange.path['name'] ?? '')
  const sent = await readJson(exchange)
  const limit = sent['limit'] === undefined ? 10 : numberOf(sent['limit'])
  if (limit < 1) {
    throw new Refusal(
      422,
      'Validation error in JSON body: [scroll_request.limit: value 0 invalid, must be 1 or larger]',
    )
  }
  assertAllowed(limit, collection)
  const { offset } = sent
  const from = offset === undefined || offset === null ? undefined : idText(offset)
  const { points, next } = collection.page(from, limit, sent['filter'])
  const shown = shownBy(sent, true)
  const printed = points.map((point) => printPoint(point, shown)).join(',')
  return {
    printed: `{"points":[${printed}],"next_page_offset":${next === undefined ? 'null' : printId(next)}}`,
  }
}

export async function count(exchange: Exchange): Promise<Reply> {
  const collection = exchange.storage.find(exchange.path['name'] ?? '')
  const sent = await readJson(exchange)
  return { result: { count: collection.matching(sent['filter']).length } }
}

/** Not in the recordings: what the server's source says of a collection in strict mode. */
function assertAllowed(limit: number, { config }: Collection): void {
  const { enabled, max_query_limit: most } = (config['strict_mode_config'] ?? {}) as Json
  if (enabled !== true || most === undefined || limit <= numberOf(most)) return
  const allowed = numberOf(most)
  throw new Refusal(
    400,
    `Bad request: Limit exceeded ${limit} > ${allowed} for "limit". Help: Reduce the "limit" parameter to or below ${allowed}.`,
  )
}

function shownBy({ with_payload, with_vector }: Json, otherwise: boolean): Shown {
  const payload = (with_payload ?? otherwise) as Shown['payload']
  return { payload, vector: with_vector === true }
}

import { z } from 'zod'
import type { EngineContext, TamperRequest, Tampering } from '../../core/engine.ts'
import { encode, openClient, type Call, type QdrantClient } from './client.ts'
import type { QdrantConnection } from './connection.ts'
import { canonicalText, parseExact, plainText } from './exact-json.ts'
import { bucketOf } from './points/buckets.ts'
import { ByteWriter } from './points/byte-writer.ts'
import { bucketsOf } from './points/method.ts'
import { scrollPages } from './points/scroll.ts'
import { writeId } from './points/write-id.ts'
import { JsonCursor } from './points/json-cursor.ts'
import { seededChooser, type Chooser } from '../../runtime/seeded-chooser.ts'

const ADDED = 'lifeboat-negative-control'

/**
 * Changes a payload or a vector, or removes a point, as the seed says; adds a collection with a point where there is no point
 * that was compared.
 */
export async function tamper(
  connection: QdrantConnection,
  { fingerprint, seed }: TamperRequest,
  context: EngineContext,
): Promise<Tampering> {
  await using client = await openClient(connection, context)
  const choose = seededChooser(seed)
  const datasets = choose.shuffled(fingerprint.datasets.filter(({ count }) => count > 0))
  for (const { name, method } of datasets) {
    const point = await pick(client, { collection: name, still: bucketsOf(method) }, choose)
    if (point === undefined) continue
    return { dataset: name, change: await change(client, { collection: name, point }, choose) }
  }
  return await addCollection(client)
}

const pageSchema = z.object({
  result: z.object({ points: z.array(z.object({ id: z.unknown(), vector: z.unknown().optional() })) }),
})

function pointsOf(page: Buffer): z.infer<typeof pageSchema>['result']['points'] {
  return pageSchema.parse(parseExact(page.toString('utf8'))).result.points
}

interface Point {
  /** As JSON: an integer may be beyond 2^53. */
  readonly id: string
  readonly vector: unknown
}

/** A point of a part that was compared, from a random place in the order of ids or else from the beginning. */
async function pick(
  client: QdrantClient,
  { collection, still }: { readonly collection: string; readonly still: readonly number[] },
  choose: Chooser,
): Promise<Point | undefined> {
  const uuid = [8, 4, 4, 4, 12].map((length) => hex(choose, length)).join('-')
  const request = { with_payload: false, with_vector: false }
  for (const from of choose.shuffled([`"${uuid}"`, String(choose.below(100_000))]).concat('null')) {
    for await (const page of scrollPages(client, { collection, request, from })) {
      const ids = pointsOf(page).map(({ id }) => (typeof id === 'string' ? `"${id}"` : plainText(id)))
      const compared = ids.filter((id) => still.includes(bucketOfText(id)))
      const id = compared[choose.below(compared.length)]
      if (id !== undefined) return { id, vector: await vectorOf(client, collection, id) }
    }
  }
  return undefined
}

function hex(choose: Chooser, length: number): string {
  return Array.from({ length }, () => choose.below(16).toString(16)).join('')
}

function bucketOfText(id: string): number {
  const writer = new ByteWriter()
  writeId(new JsonCursor(Buffer.from(id)), writer)
  return bucketOf(writer.bytes.subarray(0, writer.length))
}

async function vectorOf(client: QdrantClient, collection: string, id: string): Promise<unknown> {
  const page = await client.bytes({
    method: 'POST',
    path: `/collections/${encode(collection)}/points/scroll`,
    what: 'read a point to change it',
    body: `{"limit":1,"offset":${id},"with_payload":false,"with_vector":true}`,
  })
  return pointsOf(page)[0]?.vector
}

async function change(
  client: QdrantClient,
  { collection, point: { id, vector } }: { readonly collection: string; readonly point: Point },
  choose: Chooser,
): Promise<string> {
  const points = `/collections/${encode(collection)}/points`
  const what = 'change a point'
  const payload = JSON.stringify({ [ADDED]: true })
  const opposite = oppositeOf(vector)
  const changes: readonly { readonly change: string; readonly call: Omit<Call, 'what'> }[] = [
    {
      change: 'one value added to the payload of one point',
      call: {
        method: 'POST',
        path: `${points}/payload?wait=true`,
        body: `{"payload":${payload},"points":[${id}]}`,
      },
    },
    {
      change: 'one point removed',
      call: { method: 'POST', path: `${points}/delete?wait=true`, body: `{"points":[${id}]}` },
    },
    ...(opposite === undefined
      ? []
      : [
          {
            change: 'the vector of one point turned round',
            call: {
              method: 'PUT' as const,
              path: `${points}/vectors?wait=true`,
              body: `{"points":[{"id":${id},"vector":${opposite}}]}`,
            },
          },
        ]),
  ]
  const [chosen] = choose.shuffled(changes)
  if (chosen === undefined) throw new Error('there is always something to change')
  await client.call({ ...chosen.call, what })
  return chosen.change
}

/** As JSON; undefined where a sign says nothing: zero vectors, and bytes that have none. */
function oppositeOf(vector: unknown): string | undefined {
  const numbers = z.array(z.unknown()).safeParse(vector)
  if (!numbers.success) return undefined
  const values = numbers.data.map((value) => Number(canonicalText(value)))
  const turned = values.some((value) => value < 0) && values.every(Number.isFinite)
  return turned ? JSON.stringify(values.map((value) => -value)) : undefined
}

async function addCollection(client: QdrantClient): Promise<Tampering> {
  const path = `/collections/${ADDED}`
  const what = 'add a collection'
  await client.call({ method: 'PUT', path, what, body: { vectors: { size: 1, distance: 'Dot' } } })
  const points = [{ id: 1, vector: [1] }]
  await client.call({ method: 'PUT', path: `${path}/points?wait=true`, what, body: { points } })
  return { dataset: ADDED, change: 'added one collection with one point' }
}

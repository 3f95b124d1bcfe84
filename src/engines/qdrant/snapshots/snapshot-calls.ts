import { z } from 'zod'
import { encode, type QdrantClient } from '../client.ts'
import { statusOf } from '../server-error.ts'

const SHA256 = /^[0-9a-f]{64}$/

const describedSchema = z.object({
  name: z.string().min(1),
  size: z.int().positive(),
  creation_time: z.string().nullish(),
  checksum: z.string().regex(SHA256).nullish(),
})

/** A snapshot file that lies on a server. */
export type Described = z.infer<typeof describedSchema>

/** What a snapshot is of. */
export interface Subject {
  readonly collection: string
  readonly shard?: number | undefined
}

/** `POST` here makes one, `GET` lists them. */
export function snapshotsPath({ collection, shard }: Subject): string {
  const whole = `/collections/${encode(collection)}`
  return shard === undefined ? `${whole}/snapshots` : `${whole}/shards/${shard}/snapshots`
}

export async function listSnapshots(client: QdrantClient, subject: Subject): Promise<readonly Described[]> {
  const what = `list the snapshots of ${nameOf(subject)}`
  const result = await client.call({ method: 'GET', path: snapshotsPath(subject), what })
  return z.array(describedSchema).parse(result)
}

export async function createSnapshot(client: QdrantClient, subject: Subject): Promise<Described> {
  const what = `take a snapshot of ${nameOf(subject)}`
  const path = `${snapshotsPath(subject)}?wait=true`
  return describedSchema.parse(await client.call({ method: 'POST', path, what }))
}

/** False when it was not there any more. */
export async function deleteSnapshot(client: QdrantClient, subject: Subject, name: string): Promise<boolean> {
  const path = `${snapshotsPath(subject)}/${encode(name)}?wait=true`
  const what = `remove a snapshot of ${nameOf(subject)}`
  try {
    await client.call({ method: 'DELETE', path, what })
    return true
  } catch (error) {
    if (statusOf(error) === 404) return false
    throw error
  }
}

export function nameOf({ collection, shard }: Subject): string {
  return shard === undefined ? JSON.stringify(collection) : `shard ${shard} of ${JSON.stringify(collection)}`
}

import { z } from 'zod'
import { text } from 'node:stream/consumers'
import type { PartSource } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'

/** The part that says what every other part is. */
export const CATALOGUE = 'collections.json'

const snapshotSchema = z.strictObject({
  part: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().positive(),
  /** Of one shard only; otherwise it holds the collection whole. */
  shard: z.int().nonnegative().optional(),
})

const catalogueSchema = z.strictObject({
  format: z.literal('lifeboat-qdrant/1'),
  version: z.string(),
  aliases: z.array(z.strictObject({ name: z.string(), collection: z.string() })),
  collections: z.array(
    z.strictObject({
      name: z.string(),
      /** JSON as the server gave it: its numbers may be beyond what a JavaScript number holds. */
      config: z.string(),
      payloadIndexes: z.string(),
      snapshots: z.array(snapshotSchema).min(1),
    }),
  ),
})

/** What a backup holds, and how its snapshots are known to be whole. */
export type Catalogue = z.infer<typeof catalogueSchema>
export type CollectionEntry = Catalogue['collections'][number]
export type SnapshotEntry = CollectionEntry['snapshots'][number]

/** Throws `part-malformed`. */
export async function readCatalogue(parts: PartSource): Promise<Catalogue> {
  const written = await text(await parts.open(CATALOGUE))
  try {
    return catalogueSchema.parse(JSON.parse(written))
  } catch (error) {
    throw new LifeboatError({
      code: 'part-malformed',
      what: `${CATALOGUE} of the backup cannot be read`,
      cause: error,
    })
  }
}

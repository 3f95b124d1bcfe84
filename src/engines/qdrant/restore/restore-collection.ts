import type { EngineContext, PartSource } from '../../../core/engine.ts'
import { encode, type QdrantClient } from '../client.ts'
import type { CollectionEntry } from '../parts.ts'
import { uploadSnapshot } from './upload-snapshot.ts'

/** Restores one collection that does not exist yet, under its own name. */
export async function restoreCollection(
  client: QdrantClient,
  { entry, parts }: { readonly entry: CollectionEntry; readonly parts: PartSource },
  context: EngineContext,
): Promise<void> {
  const { name: collection, snapshots } = entry
  if (snapshots.some(({ shard }) => shard !== undefined)) await createEmpty(client, entry)
  for (const snapshot of snapshots) {
    const { shard } = snapshot
    const subject = shard === undefined ? { collection } : { collection, shard }
    await uploadSnapshot(client, { subject, entry: snapshot, parts }, context)
  }
}

/** Snapshots of shards go into a collection that is there already; whole ones bring it along. */
async function createEmpty(client: QdrantClient, entry: CollectionEntry): Promise<void> {
  const path = `/collections/${encode(entry.name)}`
  const what = `make the collection ${JSON.stringify(entry.name)}`
  await client.call({ method: 'PUT', path, what, code: 'load-failed', body: creationText(entry.config) })
  for (const [field, schema] of Object.entries(JSON.parse(entry.payloadIndexes) as PayloadIndexes)) {
    await client.call({
      method: 'PUT',
      path: `${path}/index?wait=true`,
      what: `make the payload index of ${JSON.stringify(field)}`,
      code: 'load-failed',
      body: { field_name: field, field_schema: schema.params ?? schema.data_type },
    })
  }
}

type PayloadIndexes = Readonly<Record<string, { readonly data_type: string; readonly params?: unknown }>>

/** The server tells `params` where it wants their members, and `optimizer_config` where it wants `optimizers_config`. */
function creationText(config: string): string {
  const {
    params,
    optimizer_config: optimizers_config,
    ...others
  } = JSON.parse(config) as Record<string, object>
  return JSON.stringify({
    ...params,
    ...others,
    ...(optimizers_config === undefined ? {} : { optimizers_config }),
  })
}

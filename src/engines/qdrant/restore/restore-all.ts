import type { EngineContext, Loaded, PartSource } from '../../../core/engine.ts'
import { encode, openClient, type QdrantClient } from '../client.ts'
import { addressOf, type QdrantConnection } from '../connection.ts'
import type { Catalogue } from '../parts.ts'
import { assertSameMinor, readVersion } from '../version.ts'
import { assertAbsent } from './assert-absent.ts'
import { restoreCollection } from './restore-collection.ts'
import { waitUntilIndexed, waitUntilReadable } from './wait-indexed.ts'

export interface Restored extends Pick<Loaded<unknown>, 'phases'> {
  /** Points of each collection. */
  readonly counts: ReadonlyMap<string, number>
}

/**
 * Restores all collections, then their aliases. The phase `load` ends when every point can be read, `index` when every
 * collection is fully indexed. What this run restored is removed again when it fails half-way.
 */
export async function restoreAll(
  connection: QdrantConnection,
  from: { readonly catalogue: Catalogue; readonly parts: PartSource },
  context: EngineContext,
): Promise<Restored> {
  const { catalogue } = from
  const startedMs = context.clock.monotonicMs()
  await using client = await openClient(connection, context)
  assertSameMinor(await readVersion(client), catalogue.version)
  await assertAbsent(client, catalogue)
  const begun: string[] = []
  try {
    const counts = await restoreCollections(client, { ...from, begun }, context)
    await createAliases(client, catalogue)
    const readableMs = context.clock.monotonicMs()
    for (const { name } of catalogue.collections) await waitUntilIndexed(client, name)
    const indexedMs = context.clock.monotonicMs()
    const phases = [
      { name: 'load', durationMs: Math.round(readableMs - startedMs) },
      { name: 'index', durationMs: Math.round(indexedMs - readableMs) },
    ] as const
    return { counts, phases }
  } catch (error) {
    await removeBegun(connection, begun, context)
    throw error
  }
}

async function restoreCollections(
  client: QdrantClient,
  { catalogue, parts, begun }: { catalogue: Catalogue; parts: PartSource; begun: string[] },
  context: EngineContext,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for (const entry of catalogue.collections) {
    context.reporter.report({ event: 'phase', name: 'load', target: entry.name })
    begun.push(entry.name)
    await restoreCollection(client, { entry, parts }, context)
    counts.set(entry.name, await waitUntilReadable(client, entry.name))
  }
  return counts
}

async function createAliases(client: QdrantClient, { aliases }: Catalogue): Promise<void> {
  if (aliases.length === 0) return
  const actions = aliases.map(({ name, collection }) => ({
    create_alias: { alias_name: name, collection_name: collection },
  }))
  const what = 'make the aliases'
  await client.call({
    method: 'POST',
    path: '/collections/aliases',
    what,
    code: 'load-failed',
    body: { actions },
  })
}

/** Their names were free before, so everything under them is of this run; also after an abort. */
async function removeBegun(
  connection: QdrantConnection,
  begun: readonly string[],
  context: EngineContext,
): Promise<void> {
  try {
    await using client = await openClient(connection, { signal: AbortSignal.timeout(10_000) })
    for (const name of begun) {
      const path = `/collections/${encode(name)}`
      await client.call({ method: 'DELETE', path, what: 'remove what was half restored' })
    }
  } catch {
    const names = begun.map((name) => JSON.stringify(name)).join(', ')
    const message = `${addressOf(connection)} is left half restored: remove its collections ${names}`
    context.reporter.report({ event: 'warning', message })
  }
}

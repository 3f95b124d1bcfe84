import type { QdrantClient } from '../client.ts'
import { Buckets } from './buckets.ts'
import { PageDigester } from './digest-page.ts'
import { malformed } from './malformed.ts'
import { scrollPages, type Scroll } from './scroll.ts'

/** Reads every point of a collection once. Throws `fingerprint-malformed`. */
export async function digestCollection(
  client: QdrantClient,
  scroll: Scroll & { readonly seed: string },
): Promise<Buckets> {
  const buckets = new Buckets()
  const digester = new PageDigester(scroll.seed, buckets)
  let next: string | undefined
  for await (const page of scrollPages(client, scroll)) next = digester.add(page)
  if (next !== 'null') throw malformed('its last page says that there are more')
  return buckets
}

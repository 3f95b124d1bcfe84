import type { QdrantClient } from '../client.ts'
import { encode } from '../client.ts'
import { canonicalText } from '../exact-json.ts'
import { statusOf } from '../server-error.ts'
import { READING_MS } from '../silence.ts'
import { malformed } from './malformed.ts'

const PAGE_BYTES = 2 ** 20
const FIRST_LIMIT = 200
const MOST_POINTS = 5000
const NEXT = '"next_page_offset":'

/** What to scroll: a collection whole, with everything a point has unless told otherwise. */
export interface Scroll {
  readonly collection: string
  /** Asks every replica, where there are several. */
  readonly consistency?: 'all'
  readonly request?: Readonly<Record<string, unknown>>
  /** The id to begin with, as JSON. Default: the first. */
  readonly from?: string
}

/**
 * The pages of a collection as they came, in the order of ids. The next one is asked for while the caller reads the last,
 * and pages keep to some 1 MiB whatever the size of a point.
 */
export async function* scrollPages(client: QdrantClient, scroll: Scroll): AsyncGenerator<Buffer> {
  let limit = FIRST_LIMIT
  let most = MOST_POINTS
  const ask = async (offset: string): Promise<Buffer> => {
    try {
      return await client.bytes(pageCall(scroll, limit, offset))
    } catch (error) {
      const allowed = allowedLimit(error)
      if (allowed === undefined || allowed >= limit) throw error
      limit = most = allowed
      return await ask(offset)
    }
  }
  let coming: Promise<Buffer> | undefined = ask(scroll.from ?? 'null')
  while (coming !== undefined) {
    const page: Buffer = await coming
    const next = nextOffset(page)
    limit = Math.max(1, Math.min(most, Math.round((limit * PAGE_BYTES) / page.length)))
    coming = next === 'null' ? undefined : ask(next)
    // Whoever stops reading early leaves it behind.
    coming?.catch(() => undefined)
    yield page
  }
}

/** A collection in strict mode says how many points it gives at once. */
function allowedLimit(error: unknown): number | undefined {
  if (statusOf(error) !== 400 || !(error instanceof Error)) return undefined
  const [, allowed] = /Limit exceeded \d+ > (\d+) for "limit"/.exec(error.message) ?? []
  return allowed === undefined || allowed === '0' ? undefined : Number(allowed)
}

function pageCall({ collection, consistency, request }: Scroll, limit: number, offset: string) {
  const rest = canonicalText({ limit, with_payload: true, with_vector: true, ...request })
  return {
    method: 'POST',
    path: `/collections/${encode(collection)}/points/scroll${consistency === undefined ? '' : `?consistency=${consistency}`}`,
    what: `read the points of ${JSON.stringify(collection)}`,
    patienceMs: READING_MS,
    // An id above 2^53 must not pass through a JavaScript number.
    body: `${rest.slice(0, -1)},"offset":${offset}}`,
  } as const
}

/** The server writes it after the points, so the last one is it: inside of a text its quotes would be escaped. */
function nextOffset(page: Buffer): string {
  const at = page.lastIndexOf(NEXT)
  const found = /^\s*(null|\d+|"[0-9a-f-]{36}")/.exec(
    page.toString('latin1', at + NEXT.length, at + NEXT.length + 60),
  )
  if (at < 0 || found?.[1] === undefined) throw malformed('it does not say where the next page begins')
  return found[1]
}

import { createHash } from 'node:crypto'
import pLimit from 'p-limit'
import { LifeboatError } from '../core/errors.ts'
import { explained } from './failure.ts'
import type { Remote } from './remote.ts'

export interface Blob {
  readonly id: string
  readonly bytes: number
}

/** GraphQL cuts longer text off. */
const MAX_TEXT_BYTES = 256 * 1024
const MAX_ANSWER_BYTES = 1024 * 1024
const MAX_BLOBS = 100
/** A year of hourly batches is ninety queries. */
const QUERIES_AT_ONCE = 4

const DOING = 'Reading the published evidence'

/** The contents of these blobs, in order; undefined for one that is not there. Many small ones are one request. */
export async function* readBlobs(
  remote: Remote,
  blobs: readonly (Blob | undefined)[],
): AsyncGenerator<Uint8Array | undefined> {
  await pLimit(QUERIES_AT_ONCE).map(groupsOf(blobs), (some) => fetchTexts(remote, some))
  for (const blob of blobs) yield blob === undefined ? undefined : await contentOf(remote, blob)
}

function groupsOf(blobs: readonly (Blob | undefined)[]): (Blob | undefined)[][] {
  const groups: (Blob | undefined)[][] = [[]]
  let bytes = 0
  for (const blob of blobs) {
    bytes += blob?.bytes ?? 0
    if (bytes > MAX_ANSWER_BYTES || groups.at(-1)?.length === MAX_BLOBS) {
      groups.push([])
      bytes = blob?.bytes ?? 0
    }
    groups.at(-1)?.push(blob)
  }
  return groups
}

/** Fills the cache with what GraphQL can give. */
async function fetchTexts(remote: Remote, blobs: readonly (Blob | undefined)[]): Promise<void> {
  const wanted = blobs.flatMap((blob) =>
    blob !== undefined && blob.bytes <= MAX_TEXT_BYTES && !remote.blobs.has(blob.id) ? [blob.id] : [],
  )
  if (wanted.length === 0) return
  const fields = wanted.map((id, index) => `b${index}: object(oid: "${id}") { ... on Blob { text } }`)
  const query = `query blobs($owner: String!, $repo: String!) {
    repository(owner: $owner, name: $repo) { ${fields.join('\n')} } }`
  const { repository } = await explained(DOING, remote.signal, () =>
    remote.client.graphql<{
      readonly repository: Readonly<Record<string, { readonly text: string | null } | null>>
    }>(query, { ...remote.place }),
  )
  for (const [index, id] of wanted.entries()) {
    const text = repository[`b${index}`]?.text
    const bytes = text === undefined || text === null ? undefined : new TextEncoder().encode(text)
    if (bytes !== undefined && blobId(bytes) === id) remote.blobs.set(id, bytes)
  }
}

async function contentOf(remote: Remote, { id }: Blob): Promise<Uint8Array> {
  const known = remote.blobs.get(id)
  if (known !== undefined) return known
  const { data } = await explained(DOING, remote.signal, () =>
    remote.client.rest.git.getBlob({ ...remote.place, file_sha: id }),
  )
  const bytes = Buffer.from(data.content, 'base64')
  if (blobId(bytes) === id) return bytes
  throw new LifeboatError({
    code: 'evidence-undelivered',
    what: `${DOING} failed: GitHub sent something else than blob ${id}`,
    fix: 'Run collect again; see githubstatus.com.',
  })
}

/** As git names a content. */
function blobId(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}

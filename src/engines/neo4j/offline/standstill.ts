import type { Fingerprint } from '../../../core/fingerprint.ts'
import { readBookmark } from './bookmark.ts'

const ATTEMPTS = 3

/** What a fingerprint over Bolt needs. */
export interface BookmarkedSource {
  /** The bookmark of a read of nothing: the same one again only when nothing was committed in between. */
  readonly bookmark: () => Promise<string>
  readonly fingerprint: () => Promise<Fingerprint>
}

/** A fingerprint during which nothing was committed. */
export interface StillFingerprint {
  readonly bookmark: string
  readonly fingerprint: Fingerprint
}

/** Fingerprints until nothing is committed meanwhile; undefined when something was each time. */
export async function fingerprintStill(
  source: BookmarkedSource,
  attempts = ATTEMPTS,
): Promise<StillFingerprint | undefined> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const bookmark = await source.bookmark()
    const fingerprint = await source.fingerprint()
    if ((await source.bookmark()) === bookmark) return { bookmark, fingerprint }
  }
  return undefined
}

/** What is known of the store that was dumped, and whether its server can be asked again. */
export interface DumpedStore {
  readonly lastTransaction: bigint | undefined
  readonly answers: boolean
}

/**
 * The fingerprint of what was dumped: the one from before the stop when nothing was committed after it, else one of now when
 * nothing has been committed since. Undefined when neither is so.
 */
export async function fingerprintDump(
  source: BookmarkedSource,
  before: StillFingerprint | undefined,
  { lastTransaction, answers }: DumpedStore,
): Promise<Fingerprint | undefined> {
  if (isOf(before?.bookmark, lastTransaction)) return before?.fingerprint
  if (!answers) return undefined
  // A failure here costs the proof, not the backup.
  return await fingerprintAfter(source, before, lastTransaction).catch(() => undefined)
}

async function fingerprintAfter(
  source: BookmarkedSource,
  before: StillFingerprint | undefined,
  lastTransaction: bigint | undefined,
): Promise<Fingerprint | undefined> {
  const bookmark = await source.bookmark()
  if (bookmark === before?.bookmark) return before.fingerprint
  if (!isOf(bookmark, lastTransaction)) return undefined
  const after = await fingerprintStill(source, 1)
  return isOf(after?.bookmark, lastTransaction) ? after?.fingerprint : undefined
}

/** Whether the bookmark is of the store's last transaction; what cannot be read is never so. */
function isOf(bookmark: string | undefined, lastTransaction: bigint | undefined): boolean {
  if (bookmark === undefined || lastTransaction === undefined) return false
  return readBookmark(bookmark)?.transaction === lastTransaction
}

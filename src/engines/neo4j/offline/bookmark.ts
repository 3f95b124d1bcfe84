const PREFIX = 'FB:'
const ONE_GRAPH = 0x91
const BYTES_8 = 0xcc
const UUID_BYTES = 16
const INT_8 = 0xc8
const INT_16 = 0xc9
const INT_32 = 0xca
const INT_64 = 0xcb
const TINY_POSITIVE = 0x7f
const EMPTY_LIST = 0x90

/** Up to which transaction of which database a session has read. */
export interface BookmarkState {
  /** UUID of the database's store, as in `elementId`. */
  readonly database: string
  readonly transaction: bigint
}

/**
 * What a bookmark of one database says. Its form is not documented, so whatever is not exactly the known one is undefined,
 * and then nothing may be concluded from it.
 */
export function readBookmark(bookmark: string): BookmarkState | undefined {
  if (!bookmark.startsWith(PREFIX)) return undefined
  const bytes = Buffer.from(bookmark.slice(PREFIX.length), 'base64')
  if (bytes[0] !== ONE_GRAPH || bytes[1] !== BYTES_8 || bytes[2] !== UUID_BYTES) return undefined
  const transaction = readTransaction(bytes.subarray(3 + UUID_BYTES))
  if (transaction === undefined) return undefined
  return { database: uuid(bytes.subarray(3, 3 + UUID_BYTES)), transaction }
}

/** A PackStream integer, and behind it the empty list that ends a bookmark. */
function readTransaction(bytes: Buffer): bigint | undefined {
  if (bytes.length < 2 || bytes.at(-1) !== EMPTY_LIST) return undefined
  const [marker = INT_64] = bytes
  const value = bytes.subarray(1, -1)
  const length = value.length
  if (marker <= TINY_POSITIVE && length === 0) return BigInt(marker)
  if (marker === INT_8 && length === 1) return BigInt(value.readInt8())
  if (marker === INT_16 && length === 2) return BigInt(value.readInt16BE())
  if (marker === INT_32 && length === 4) return BigInt(value.readInt32BE())
  if (marker === INT_64 && length === 8) return value.readBigInt64BE()
  return undefined
}

function uuid(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return [8, 12, 16, 20, 32].map((end, index, ends) => hex.slice(ends[index - 1] ?? 0, end)).join('-')
}

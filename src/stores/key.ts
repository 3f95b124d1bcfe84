import { LifeboatError } from '../core/errors.ts'

// One alphabet for all stores: what S3, Azure and every file system keep as it is, and no name that starts with a dot.
const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9._=+@-]*$/
const MAX_SEGMENT_BYTES = 200
// S3 allows 1,024 bytes; the rest is left for the store's own prefix.
const MAX_KEY_BYTES = 768

/** Throws `usage-invalid` for a key that not every store could hold, or that could name something outside the store. */
export function checkKey(key: string): void {
  const segments = key.split('/')
  if (key.length <= MAX_KEY_BYTES && segments.every(isSegment)) return
  throw invalid('key', key)
}

/** As `checkKey`, for a prefix: its last segment may be unfinished or empty. */
export function checkPrefix(prefix: string): void {
  const segments = prefix.split('/')
  const last = segments.pop() ?? ''
  if (prefix.length <= MAX_KEY_BYTES && segments.every(isSegment) && (last === '' || isSegment(last))) return
  throw invalid('prefix', prefix)
}

/** The order in which every store lists keys: by their bytes. */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function isSegment(segment: string): boolean {
  return segment.length <= MAX_SEGMENT_BYTES && SEGMENT.test(segment)
}

function invalid(kind: string, text: string): LifeboatError {
  return new LifeboatError({
    code: 'usage-invalid',
    what: `${JSON.stringify(text)} cannot be a ${kind} in a store`,
    fix: 'Use letters, digits and ._=+@- in names separated by single slashes, none starting with a dot or a sign.',
  })
}

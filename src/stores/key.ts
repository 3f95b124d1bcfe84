import { LifeboatError } from '../core/errors.ts'

// One alphabet for all stores: what S3, Azure and every file system keep as it is, and no name that starts with a dot.
const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9._=+@-]*$/
// Below such a folder a database server wrote by itself, under names of its own: anything that is one name everywhere.
const TREE = /^(.*?[0-9]{4}\.tree)\/(.*)$/s
const FOREIGN_SEGMENT = /^(?!\.{1,2}$)[^/\\\p{Cc}]+$/u
const MAX_FOREIGN_BYTES = 255
const MAX_SEGMENT_BYTES = 200
// S3 allows 1,024 bytes; the rest is left for the store's own prefix.
const MAX_KEY_BYTES = 768
const MAX_FOREIGN_KEY_BYTES = 1000

/** Throws `usage-invalid` for a key that not every store could hold, or that could name something outside the store. */
export function checkKey(key: string): void {
  const { ours, foreign } = cut(key)
  const isWhole = isOurs(ours) && (foreign === undefined || foreign.every(isForeign))
  if (isWhole && fits(key, foreign)) return
  throw invalid('key', key)
}

/** As `checkKey`, for a prefix: its last segment may be unfinished or empty. */
export function checkPrefix(prefix: string): void {
  const { ours, foreign } = cut(prefix)
  if (
    foreign === undefined
      ? isPrefix(ours.split('/'), isSegment)
      : isOurs(ours) && isPrefix(foreign, isForeign)
  ) {
    if (fits(prefix, foreign)) return
  }
  throw invalid('prefix', prefix)
}

/** The order in which every store lists keys: by their bytes. */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** Whether a key lies in a tree that a server wrote by itself; there a name may begin with a dot. */
export function isInTree(key: string): boolean {
  return TREE.test(key)
}

function cut(key: string): { readonly ours: string; readonly foreign: readonly string[] | undefined } {
  const [, ours, foreign] = TREE.exec(key) ?? []
  return ours === undefined || foreign === undefined
    ? { ours: key, foreign: undefined }
    : { ours, foreign: foreign.split('/') }
}

function isPrefix(segments: readonly string[], accepts: (segment: string) => boolean): boolean {
  const last = segments.at(-1) ?? ''
  return segments.slice(0, -1).every(accepts) && (last === '' || accepts(last))
}

function isOurs(path: string): boolean {
  return path.split('/').every(isSegment)
}

function fits(key: string, foreign: readonly string[] | undefined): boolean {
  return Buffer.byteLength(key) <= (foreign === undefined ? MAX_KEY_BYTES : MAX_FOREIGN_KEY_BYTES)
}

function isForeign(segment: string): boolean {
  return Buffer.byteLength(segment) <= MAX_FOREIGN_BYTES && FOREIGN_SEGMENT.test(segment)
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

import { LifeboatError } from '../../../core/errors.ts'
import { BUCKETS } from './buckets.ts'

const NAME = 'points/1'

/** How a digest was made: over all buckets, or without those that moved: `points/1 of 64 without 3,17`. */
export function methodOf(still: readonly number[]): string {
  if (still.length === BUCKETS) return NAME
  const moved = Array.from({ length: BUCKETS }, (_, bucket) => bucket).filter(
    (bucket) => !still.includes(bucket),
  )
  return `${NAME} of ${BUCKETS} without ${moved.join(',')}`
}

/** The buckets that a method digests; without one, all of them. Throws `fingerprint-malformed`. */
export function bucketsOf(method: string | undefined): readonly number[] {
  const all = Array.from({ length: BUCKETS }, (_, bucket) => bucket)
  if (method === undefined || method === NAME) return all
  const list = new RegExp(`^${NAME} of ${BUCKETS} without ([\\d,]+)$`).exec(method)?.[1]
  if (list === undefined) {
    throw new LifeboatError({
      code: 'fingerprint-malformed',
      what: 'the fingerprint was made by a method that this version does not know',
      why: method,
    })
  }
  const moved = new Set(list.split(',').map(Number))
  return all.filter((bucket) => !moved.has(bucket))
}

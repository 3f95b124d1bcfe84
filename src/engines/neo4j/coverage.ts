import { LifeboatError } from '../../core/errors.ts'
import { BUCKETS } from './tally.ts'

/** Each element as typed text with the export's ids in it, hashed on this computer and summed: equal means isomorphic. */
const METHOD = 'elements/1'
const NONE: ReadonlySet<number> = new Set()

/** How a dataset was digested, with the buckets that changed while it was read. */
export function methodOf(without: ReadonlySet<number>): string {
  if (without.size === 0) return METHOD
  return `${METHOD} of ${BUCKETS} without ${[...without].toSorted((a, b) => a - b).join(',')}`
}

/** The buckets that a method leaves out; none for a dataset that has no method yet. Throws `fingerprint-malformed`. */
export function bucketsWithout(method: string | undefined): ReadonlySet<number> {
  if (method === undefined || method === METHOD) return NONE
  const [, numbers] = new RegExp(`^${METHOD} of ${BUCKETS} without ([\\d,]+)$`).exec(method) ?? []
  if (numbers !== undefined) return new Set(numbers.split(',').map(Number))
  throw new LifeboatError({
    code: 'fingerprint-malformed',
    what: `the fingerprint was made by the method ${JSON.stringify(method)}, which this Lifeboat does not know`,
    fix: 'drill with the Lifeboat that made the backup, or a newer one',
  })
}

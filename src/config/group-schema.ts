import { z } from 'zod'
import type { ReconcileRule, Tolerance } from '../core/reconcile.ts'
import { duration, name, title, titledOnce } from './fields.ts'

/** A number of keys, `10bp` for ten of ten thousand, or `any`. */
const tolerance = z
  .union([
    z.int().min(0),
    z.string().regex(/^(any|\d{1,4}bp)$/, 'must be a number of keys, basis points such as 10bp, or any'),
  ])
  .transform(toTolerance)

/** A query as text; a mapping for engines whose questions are JSON. */
const question = z.union([z.string().min(1), z.record(z.string(), z.json())]).transform(toText)

const side = z.strictObject({
  target: name.describe('A member of the group'),
  keys: question.describe(
    'A question of that engine with one column: the keys, as text. {earliest} and {latest} stand for the instants of the two members',
  ),
})

const reconcileRule = z
  .strictObject({
    name: title,
    truth: side.describe('Where the keys come from'),
    derived: side.describe('What was made of it'),
    tolerance: z
      .strictObject({
        missing: tolerance
          .optional()
          .describe('Keys that the derived side lacks: 3, 10bp or any. Default: 0'),
        orphaned: tolerance.optional().describe('Keys that the truth lacks. Default: 0'),
      })
      .prefault({}),
    atLeast: z
      .int()
      .min(0)
      .default(1)
      .describe(
        'Fewer keys on the side of the truth show nothing, nor does a derived side without any; 0 allows both',
      ),
  })
  .transform(({ tolerance: { missing = NONE, orphaned = NONE }, ...rule }): ReconcileRule => ({
    ...rule,
    tolerance: { missing, orphaned },
  }))

/** What `groups.<name>` of lifeboat.yaml may hold. */
export const groupSchema = z.strictObject({
  targets: z
    .array(name)
    .min(1)
    .describe('Members in the order of capture and restore: derived stores first, the source of truth last'),
  rto: duration('60m').optional().describe('Recovery time objective of the whole group'),
  reconcile: z
    .array(reconcileRule)
    .superRefine(titledOnce)
    .default([])
    .describe('What must hold between the stores after they were restored together'),
})

const NONE: Tolerance = { keys: 0 }

function toTolerance(written: number | string): Tolerance {
  if (typeof written === 'number') return { keys: written }
  return written === 'any' ? 'any' : { basisPoints: Number(written.slice(0, -'bp'.length)) }
}

function toText(written: string | object): string {
  return typeof written === 'string' ? written : JSON.stringify(written)
}

import { z } from 'zod'
import { expectationSchema } from './expectation.ts'

const dataset = z.string().min(1).describe('As the drill names it: a table, a collection, a label')
const columns = z.tuple([z.string().min(1)], z.string().min(1))

/** What must hold inside a restored copy, as data: the engine turns it into a question that counts what breaks it. */
export const integrityRuleSchema = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('notNull'), dataset, columns }).describe('No item lacks a value'),
  z
    .strictObject({
      rule: z.literal('references'),
      dataset,
      columns,
      to: z.strictObject({ dataset, columns }),
    })
    .describe('No item points to one that is not there'),
  z
    .strictObject({ rule: z.literal('unique'), dataset, columns: z.array(z.string().min(1)).default([]) })
    .describe('No two items are the same; without columns: no relationship is there twice'),
  z
    .strictObject({
      rule: z.literal('count'),
      dataset,
      expect: expectationSchema.describe('A number, or comparisons: { ">=": 1 }, { between: [1, 9] }'),
    })
    .describe('How many items there may be'),
  z.strictObject({ rule: z.literal('schemaEqual') }).describe('The schema is that of the source'),
])

export type PlannedRule = z.infer<typeof integrityRuleSchema>

import { z } from 'zod'
import { name, size, title, titledOnce } from '../config/fields.ts'
import { canBeAnswered, expectationSchema } from './expectation.ts'
import { canBeMet } from './integrity-rules.ts'
import { integrityRuleSchema } from './integrity-schema.ts'

const asked = z.strictObject({
  name: title,
  query: z.string().min(1).describe('One row and one column, in the language of the engine; read-only'),
  expect: expectationSchema
    .refine(canBeAnswered, 'must be met by some answer, as 5 or { between: [1, 9] } are')
    .describe('The value, or comparisons: { ">=": 1 }, { between: [1, 9] }'),
})

const skipped = z.strictObject({
  name: title,
  skip: z.strictObject({
    reason: z.string().min(1),
    until: z.iso.date().describe('The day after which the skip is a failure'),
  }),
})

const applicationCheckSchema = z.union([asked, skipped])
export type ApplicationCheck = z.infer<typeof applicationCheckSchema>

/** Bounds that contradict each other are a fault of the plan, and would be told as one of every copy. */
const plannedRule = integrityRuleSchema.refine((rule) => rule.rule !== 'count' || canBeMet(rule), {
  path: ['expect'],
  message: 'must be met by some number of items, as 5 or { between: [1, 9] } are',
})

/** What a drill plan may hold, written as YAML in the folder of drill plans. */
export const planSchema = z.strictObject({
  version: z.literal(1),
  description: z.string().optional(),
  targets: z.array(name).min(1).optional().describe('Names of targets and groups. Default: all'),
  select: z.literal(['latest', 'random', 'oldest']).default('latest').describe('Which backup is drilled'),
  provider: z
    .literal(['auto', 'container', 'process'])
    .default('auto')
    .describe('auto: a container where there is a container engine, else local programs'),
  isolation: z
    .literal(['required', 'none'])
    .default('required')
    .describe('none: consents to a sandbox from which the network can be reached'),
  memory: size.optional().describe('Limit of a container; what needs more fails the drill'),
  disk: size.optional().describe('Limit of a container; the data then lies in memory'),
  checks: z
    .record(name, z.array(applicationCheckSchema).superRefine(titledOnce))
    .default({})
    .describe('By target'),
  integrity: z
    .record(name, z.array(plannedRule))
    .default({})
    .describe('What must hold inside a restored copy, by target'),
})

export type DrillPlan = Readonly<z.infer<typeof planSchema>> & { readonly name: string }

/** What a plan says of a target; nothing for one that is called as what every object inherits. */
export function ofTarget<T>(written: Readonly<Record<string, readonly T[]>>, target: string): readonly T[] {
  return Object.hasOwn(written, target) ? (written[target] ?? []) : []
}

import type { Check, Engine } from '../core/engine.ts'
import { LifeboatError } from '../core/errors.ts'
import type { IntegrityResult } from '../core/record.ts'
import { UNANSWERED } from '../evidence/publish-checks.ts'
import { describeExpectation, isAsExpected, type Expectation } from './expectation.ts'
import type { PlannedRule } from './integrity-schema.ts'

/** A rule, and the question that it became; none for what the comparison has answered already. */
export interface PreparedRule {
  readonly rule: PlannedRule
  readonly question?: string
  /** Counts the items that the rule is about; none for a rule that counts them itself. */
  readonly items?: string
  /** Counts the items without a value in some of the columns, of which a rule that passes over them says nothing. */
  readonly passedOver?: string
}

/** Turns rules into questions before anything is restored. Throws `plan-invalid` or `not-supported` for what this engine cannot ask. */
export function prepareRules(
  rules: readonly PlannedRule[],
  engine: Pick<Engine, 'violations'>,
): readonly PreparedRule[] {
  return rules.map((rule) => {
    if (rule.rule === 'schemaEqual') return { rule }
    const { rule: kind, ...rest } = rule
    const question = engine.violations({ ...rest, kind } as Parameters<Engine['violations']>[0])
    if (kind === 'count') return { rule, question }
    const items = engine.violations({ kind: 'count', dataset: rule.dataset })
    return { rule, question, items, ...passedOver(rule, engine) }
  })
}

function passedOver(
  rule: Exclude<PlannedRule, { rule: 'schemaEqual' | 'count' }>,
  engine: Pick<Engine, 'violations'>,
): Pick<PreparedRule, 'passedOver'> {
  const [first, ...others] = rule.columns
  if (rule.rule === 'notNull' || first === undefined) return {}
  const columns = [first, ...others] as const
  return { passedOver: engine.violations({ kind: 'notNull', dataset: rule.dataset, columns }) }
}

export interface RuleSources {
  readonly ask: (question: string) => Promise<string | null>
  /** Undefined when nothing was compared. */
  readonly schemaEqual: boolean | undefined
}

/** Asks the restored copy whether each rule holds. */
export async function runIntegrityRules(
  rules: readonly PreparedRule[],
  sources: RuleSources,
): Promise<readonly IntegrityResult[]> {
  const results: IntegrityResult[] = []
  for (const prepared of rules) results.push(await judge(prepared, sources))
  return results
}

async function judge(prepared: PreparedRule, sources: RuleSources): Promise<IntegrityResult> {
  const { rule, question } = prepared
  if (rule.rule === 'schemaEqual' || question === undefined) return schemaResult(sources.schemaEqual)
  const shown = { rule: rule.rule, dataset: rule.dataset, ...('columns' in rule ? columnsOf(rule) : {}) }
  try {
    const weighed = weigh(rule, await sources.ask(question))
    return { ...shown, ...weighed, ...(weighed.result === 'passed' ? await whyVoid(prepared, sources) : {}) }
  } catch (error) {
    if (!(error instanceof LifeboatError) || error.code === 'cancelled') throw error
    const detail = error.what.startsWith(UNANSWERED) ? error.what : `could not be asked (${error.code})`
    return { ...shown, result: 'failed', detail }
  }
}

/** A label or a property that does not exist breaks no rule: Neo4j does not tell it from one that nothing has. */
async function whyVoid(
  { items, passedOver }: PreparedRule,
  { ask }: RuleSources,
): Promise<Pick<IntegrityResult, 'result' | 'detail'> | undefined> {
  if (items === undefined) return undefined
  const count = await ask(items)
  if (count === '0') return { result: 'skipped', detail: 'there are no items' }
  if (passedOver === undefined || (await ask(passedOver)) !== count) return undefined
  return { result: 'skipped', detail: 'no item has a value in all of the columns' }
}

/** What is known of these rules as soon as the copy was compared. */
export function judgeSchema(
  rules: readonly PreparedRule[],
  schemaEqual: boolean,
): readonly IntegrityResult[] {
  return rules.map(() => schemaResult(schemaEqual))
}

function schemaResult(schemaEqual: boolean | undefined): IntegrityResult {
  return {
    rule: 'schemaEqual',
    result: schemaEqual === true ? 'passed' : 'failed',
    detail:
      schemaEqual === undefined ? 'there was nothing to compare it with' : 'expected that of the source',
  }
}

function columnsOf({ columns }: { readonly columns: readonly string[] }): Pick<IntegrityResult, 'columns'> {
  return columns.length === 0 ? {} : { columns }
}

type Asked = Exclude<PlannedRule, { rule: 'schemaEqual' }>

/** What is no whole number is no answer, and passes nothing. */
function weigh(rule: Asked, answer: string | null): Pick<IntegrityResult, 'found' | 'result' | 'detail'> {
  const found = /^\d{1,15}$/.test(answer ?? '') ? Number(answer) : undefined
  if (found === undefined) return { result: 'failed', detail: 'the answer is no number' }
  const good = rule.rule === 'count' ? isAsExpected(answer, rule.expect) : found === 0
  const detail = rule.rule === 'count' ? `expected ${describeExpectation(rule.expect)}` : 'expected 0'
  return { found, result: good ? 'passed' : 'failed', detail }
}

/** Whether a copy could hold as many items as the rule expects; where none could, it would fail every copy. */
export function canBeMet({ expect, ...rule }: Extract<PlannedRule, { rule: 'count' }>): boolean {
  return nearest(expect).some((count) => weigh({ ...rule, expect }, String(count)).result === 'passed')
}

/** The counts that meet an expectation if any does: of the first three above its lower bounds, `>` and `!=` leave one. */
function nearest(expected: Expectation): readonly number[] {
  if (expected === null || typeof expected !== 'object') return [Number(expected)]
  const { '>=': least = 0, '>': above = 0, between: [first] = [0] } = expected
  const lowest = Math.ceil(Math.max(0, least, above, first))
  return [lowest, lowest + 1, lowest + 2]
}

/** The same as checks, for the grade and for what the drill ends with. */
export function integrityChecks(results: readonly IntegrityResult[]): readonly Check[] {
  return results.map(({ rule, dataset, columns = [], found, result, detail }) => ({
    name: [rule, dataset, ...columns].filter((part) => part !== undefined).join(' '),
    result,
    detail: found === undefined ? detail : `${detail}, found ${found}`,
  }))
}

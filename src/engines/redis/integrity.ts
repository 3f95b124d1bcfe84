import { LifeboatError } from '../../core/errors.ts'
import type { IntegrityRule } from '../../core/integrity.ts'

/** Redis knows no columns: only the keys of a database can be counted. */
export function violations(rule: IntegrityRule): string {
  const database = /^db(\d+)$/.exec(rule.dataset)?.[1]
  if (rule.kind === 'count' && database !== undefined) {
    return JSON.stringify({ database: Number(database), command: ['DBSIZE'] })
  }
  throw new LifeboatError({
    code: 'not-supported',
    what: `redis cannot answer a rule of ${rule.kind} for ${JSON.stringify(rule.dataset)}`,
    fix: 'write a rule of count for a dataset such as db0, or a check with a command of redis',
  })
}

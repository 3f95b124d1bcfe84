import { LifeboatError } from '../../core/errors.ts'
import type { IntegrityRule } from '../../core/integrity.ts'

/** Redis knows no columns: only the keys of its first database can be counted. */
export function violations(rule: IntegrityRule): string {
  if (rule.kind === 'count' && rule.dataset === 'db0') return 'DBSIZE'
  throw new LifeboatError({
    code: 'not-supported',
    what: `redis cannot answer a rule of ${rule.kind} for ${JSON.stringify(rule.dataset)}`,
    fix: 'write a rule of count for the dataset db0, or a check with a command of redis',
  })
}

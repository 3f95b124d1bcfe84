import { LifeboatError } from '../../core/errors.ts'
import type { IntegrityRule } from '../../core/integrity.ts'

/**
 * The question that counts what breaks a rule: a dataset is a collection, a column a key of its payloads. An empty array
 * counts as no value.
 */
export function violations(rule: IntegrityRule): string {
  const { dataset: collection } = rule
  if (rule.kind === 'count') return JSON.stringify({ collection, count: {} })
  if (rule.kind === 'notNull') {
    const should = rule.columns.flatMap((key) => [{ is_empty: { key } }, { is_null: { key } }])
    return JSON.stringify({ collection, count: { should } })
  }
  throw new LifeboatError({
    code: 'not-supported',
    what: `qdrant cannot answer a rule of ${rule.kind}`,
    fix: 'write rules of count or notNull for collections; compare keys with another store by reconcile:',
  })
}

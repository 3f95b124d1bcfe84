import { LifeboatError } from '../../core/errors.ts'
import { requirePairs, type IntegrityRule } from '../../core/integrity.ts'
import { quoteIdentifier } from './quote.ts'

/** The query that counts what breaks a rule. A dataset is the name of a table, as fingerprints have it. */
export function violations(rule: IntegrityRule): string {
  const table = quoteIdentifier(rule.dataset)
  if (rule.kind === 'count') return `SELECT count() FROM ${table}`
  if (rule.kind === 'unique') return countRepeated(table, rule.columns)
  if (rule.kind === 'references') return countOrphans(table, rule)
  return `SELECT count() FROM ${table} WHERE ${rule.columns.map((name) => `${quoteIdentifier(name)} IS NULL`).join(' OR ')}`
}

function countRepeated(table: string, columns: readonly string[]): string {
  if (columns.length === 0) throw notSupported()
  const list = columns.map(quoteIdentifier).join(', ')
  return `SELECT sum(repeats - 1) FROM (SELECT count() AS repeats FROM ${table} WHERE ${present(columns)} GROUP BY ${list} HAVING repeats > 1)`
}

function countOrphans(table: string, rule: Extract<IntegrityRule, { kind: 'references' }>): string {
  requirePairs(rule)
  const { columns, to } = rule
  const [ours, theirs] = [tupleOf(columns), tupleOf(to.columns)]
  return `SELECT count() FROM ${table} WHERE ${present(columns)} AND ${ours} NOT IN (SELECT ${theirs} FROM ${quoteIdentifier(to.dataset)} WHERE ${present(to.columns)})`
}

function present(columns: readonly string[]): string {
  return columns.map((name) => `${quoteIdentifier(name)} IS NOT NULL`).join(' AND ')
}

function tupleOf(columns: readonly string[]): string {
  return `tuple(${columns.map(quoteIdentifier).join(', ')})`
}

function notSupported(): LifeboatError {
  return new LifeboatError({
    code: 'not-supported',
    what: 'a rule of uniqueness for clickhouse names no columns',
    fix: 'name the columns that must not repeat together',
  })
}

import { LifeboatError } from '../../core/errors.ts'
import { requirePairs, type IntegrityRule } from '../../core/integrity.ts'
import { parseDataset, quoteName } from './dataset-names.ts'

/**
 * The query that counts what breaks a rule. A dataset is `(:Label)` or `[:TYPE]` as fingerprints name it; a bare name is a label,
 * or a relationship type where all of it is in capitals.
 */
export function violations(rule: IntegrityRule): string {
  if (rule.kind === 'count') return `MATCH ${pattern(rule.dataset)} RETURN count(*)`
  if (rule.kind === 'unique') return repeated(rule.dataset, rule.columns)
  if (rule.kind === 'references') return orphans(rule)
  const missing = rule.columns.map((name) => `e.${quoteName(name)} IS NULL`).join(' OR ')
  return `MATCH ${pattern(rule.dataset)} WHERE ${missing} RETURN count(*)`
}

function repeated(dataset: string, columns: readonly string[]): string {
  if (columns.length === 0) return repeatedRelationships(dataset)
  const values = columns.map((name, index) => `e.${quoteName(name)} AS c${index}`).join(', ')
  const present = columns.map((_, index) => `c${index} IS NOT NULL`).join(' AND ')
  const list = columns.map((_, index) => `c${index}`).join(', ')
  return `MATCH ${pattern(dataset)} WITH ${values} WHERE ${present} WITH ${list}, count(*) AS n WHERE n > 1 RETURN coalesce(sum(n - 1), 0)`
}

function repeatedRelationships(dataset: string): string {
  if (target(dataset).kind !== 'type') {
    throw new LifeboatError({
      code: 'plan-invalid',
      what: 'a rule of uniqueness without columns is for relationships, and its dataset is a label',
      fix: 'name the columns, or a relationship type: [:KNOWS]',
    })
  }
  return `MATCH ${pattern(dataset, { start: 'a', end: 'b' })} WITH a, b, count(e) AS n WHERE n > 1 RETURN coalesce(sum(n - 1), 0)`
}

function orphans(rule: Extract<IntegrityRule, { kind: 'references' }>): string {
  requirePairs(rule)
  const { dataset, columns, to } = rule
  const present = columns.map((name) => `e.${quoteName(name)} IS NOT NULL`).join(' AND ')
  const same = columns
    .map((name, at) => `o.${quoteName(to.columns[at] ?? '')} = e.${quoteName(name)}`)
    .join(' AND ')
  const other = pattern(to.dataset, { name: 'o' })
  return `MATCH ${pattern(dataset)} WHERE ${present} AND NOT EXISTS { MATCH ${other} WHERE ${same} } RETURN count(*)`
}

interface Names {
  readonly name?: string
  readonly start?: string
  readonly end?: string
}

function pattern(dataset: string, { name = 'e', start = '', end = '' }: Names = {}): string {
  const parsed = target(dataset)
  if (parsed.kind === 'label') return `(${name}:${quoteName(parsed.name)})`
  return `(${start})-[${name}:${quoteName(parsed.name)}]->(${end})`
}

function target(dataset: string): { readonly kind: 'label' | 'type'; readonly name: string } {
  const parsed = parseDataset(dataset)
  if (parsed?.kind === 'label' || parsed?.kind === 'type') return parsed
  if (dataset === '' || parsed !== undefined) {
    throw new LifeboatError({
      code: 'plan-invalid',
      what: `${JSON.stringify(dataset)} names no label and no relationship type`,
      fix: 'write (:Label) or [:TYPE]',
    })
  }
  return { kind: /^[A-Z][A-Z0-9_]*$/.test(dataset) ? 'type' : 'label', name: dataset }
}

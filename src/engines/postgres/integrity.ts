import { LifeboatError } from '../../core/errors.ts'
import { requirePairs, type IntegrityRule } from '../../core/integrity.ts'
import { quoteIdentifier } from './quote.ts'

/** The query that counts what breaks a rule. A dataset is `schema.table` as fingerprints name it, or a table of `public`. */
export function violations(rule: IntegrityRule): string {
  const table = tableOf(rule.dataset)
  if (rule.kind === 'count') return `select count(*) from ${table}`
  if (rule.kind === 'unique') return countRepeated(table, rule.columns)
  if (rule.kind === 'references') return countOrphans(table, rule)
  return `select count(*) from ${table} where ${each(rule.columns, (name) => `${name} is null`, ' or ')}`
}

function countRepeated(table: string, columns: readonly string[]): string {
  if (columns.length === 0) throw notSupported()
  const list = each(columns, (name) => name, ', ')
  const present = each(columns, (name) => `${name} is not null`, ' and ')
  return `select coalesce(sum(n - 1), 0) from (select count(*) as n from ${table} where ${present} group by ${list} having count(*) > 1) as repeated`
}

function countOrphans(table: string, rule: Extract<IntegrityRule, { kind: 'references' }>): string {
  requirePairs(rule)
  const { columns, to } = rule
  const present = each(columns, (name) => `child.${name} is not null`, ' and ')
  const same = columns
    .map((name, at) => `parent.${quoteIdentifier(to.columns[at] ?? '')} = child.${quoteIdentifier(name)}`)
    .join(' and ')
  return `select count(*) from ${table} as child where ${present} and not exists (select from ${tableOf(to.dataset)} as parent where ${same})`
}

function each(columns: readonly string[], write: (name: string) => string, between: string): string {
  return columns.map((name) => write(quoteIdentifier(name))).join(between)
}

const NAME = '"(?:[^"]|"")+"|[^".]+'
const DATASET = new RegExp(`^(?:(${NAME})\\.)?(${NAME})$`)

/** Names come as `format('%I.%I')` writes them, so they are quoted only where they must be. */
function tableOf(dataset: string): string {
  const match = DATASET.exec(dataset)
  if (match === null) throw noTable(dataset)
  const [, schema = 'public', table = ''] = match
  return `${quoteIdentifier(unquoted(schema))}.${quoteIdentifier(unquoted(table))}`
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name
}

function noTable(dataset: string): LifeboatError {
  return new LifeboatError({
    code: 'plan-invalid',
    what: `${JSON.stringify(dataset)} names no table`,
    fix: 'write schema.table, with double quotes around a name that holds a dot',
  })
}

function notSupported(): LifeboatError {
  return new LifeboatError({
    code: 'not-supported',
    what: 'a rule of uniqueness for postgres names no columns',
    fix: 'name the columns that must not repeat together',
  })
}

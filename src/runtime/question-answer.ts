import { LifeboatError } from '../core/errors.ts'

type Row = readonly (string | null)[]

/** The key that a row of an SQL answer gives; `example` is a query that gives such rows. Throws `plan-invalid`. */
export function keyOf(row: Row, example: string): string {
  const [value] = row
  if (row.length === 1 && value !== undefined && value !== null) return value
  throw new LifeboatError({
    code: 'plan-invalid',
    what:
      row.length === 1
        ? 'the query gave a key that is NULL'
        : `the query must give one column of keys; this gave ${row.length}`,
    fix: `rewrite the query, for instance: ${example}`,
  })
}

/** The one value of an SQL answer; `how` completes `rewrite the query of the check, for instance`. Throws `usage-invalid`. */
export function onlyValue(rows: readonly Row[], how: string): string | null {
  const [row] = rows
  const value = row?.[0]
  if (rows.length === 1 && row?.length === 1 && value !== undefined) return value
  throw new LifeboatError({
    code: 'usage-invalid',
    what: `a check must give one row with one column; this gave ${rows.length} rows of ${row?.length ?? 0} columns`,
    fix: `rewrite the query of the check, for instance ${how}`,
  })
}

import { LifeboatError } from './errors.ts'

/** A set of columns of a dataset; which names an engine gives its datasets is told with the engine. */
interface Columns {
  readonly dataset: string
  readonly columns: readonly [string, ...string[]]
}

/** What must hold inside one store, as data; an engine turns it into a question that counts what breaks it. */
export type IntegrityRule =
  /** No row lacks a value in any of the columns. */
  | ({ readonly kind: 'notNull' } & Columns)
  /** Every row whose columns all have values has its counterpart. */
  | ({ readonly kind: 'references'; readonly to: Columns } & Columns)
  /**
   * No two items are the same in these columns, where all of them have values; without columns, where the engine has relationships:
   * no two of the same type between the same two ends.
   */
  | { readonly kind: 'unique'; readonly dataset: string; readonly columns: readonly string[] }
  /** How many items there are; whether that is too few or too many is judged by whoever asks. */
  | { readonly kind: 'count'; readonly dataset: string }

/** Throws `plan-invalid` where the two sides of a rule of references do not name as many columns. */
export function requirePairs({ columns, to }: Extract<IntegrityRule, { kind: 'references' }>): void {
  if (columns.length === to.columns.length) return
  throw new LifeboatError({
    code: 'plan-invalid',
    what: 'a rule of references names more columns on one side than on the other',
    fix: 'name as many columns under to: as under columns:',
  })
}

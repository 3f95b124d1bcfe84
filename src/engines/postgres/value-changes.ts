import type { Column } from './tamper.ts'

/** Another value of the same kind for each category of types; anything else becomes NULL. */
const OTHER: Readonly<Record<string, (column: string) => string>> = {
  N: (column) => `${column} + 1`,
  S: (column) => `overlay(${column}::text placing chr(97 + (ascii(${column}::text) + 1) % 26) from 1 for 1)`,
  B: (column) => `not ${column}`,
  D: (column) => `${column} + interval '1 second'`,
}

/** One way to change one value in each column; a change that would not show in the text changes no row. */
export function valueChanges(
  table: string,
  columns: readonly Column[],
): readonly { readonly change: string; readonly statement: string }[] {
  return columns
    .filter(({ always }) => always !== 'true')
    .map(({ name, type, category }) => {
      const value = `(${OTHER[category]?.(name) ?? 'null'})::${type}`
      return {
        change: `changed one value of ${name}`,
        statement: `update only ${table} set ${name} = ${value} where ctid = $1 and ${value}::text is distinct from ${name}::text`,
      }
    })
}

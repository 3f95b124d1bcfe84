import { escapeControlCharacters } from '../core/control-characters.ts'

/** Where a value was written: in a file, or in a variable of the environment. */
export type Location =
  | { readonly file: string; readonly line: number; readonly column: number }
  | { readonly variable: string }

/** One thing wrong with a configuration; `path` is the key path, `message` and `fix` never hold a secret. */
export interface ConfigProblem {
  readonly code: 'config-invalid' | 'secret-literal'
  readonly location: Location
  readonly path: string
  readonly message: string
  readonly fix: string
}

export type KeyPath = readonly (string | number)[]

/** A key path for people: `targets.orders.schedule.backup`, `encryption.recipients[0]`. */
export function pathText(path: KeyPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    return text === '' ? part : `${text}.${part}`
  }, '')
}

/** `lifeboat.yaml:3:5`, or the variable's name. */
export function locationText(location: Location): string {
  return 'variable' in location ? location.variable : `${location.file}:${location.line}:${location.column}`
}

/** A problem as printed: place, key, what is wrong, and the fix on a line of its own; keys of the file make no others. */
export function problemText(problem: ConfigProblem): string {
  const key = problem.path === '' ? '' : ` ${problem.path}:`
  const fault = escapeControlCharacters(`${locationText(problem.location)}:${key} ${problem.message}`)
  return `${fault}\n    fix: ${escapeControlCharacters(problem.fix)}`
}

/** In the order of the file, then of the variables' names; the same fault of one place once. */
export function inOrder<T extends Placed>(faults: readonly T[]): T[] {
  const unique = new Map(faults.map((fault) => [sortKey(fault), fault]))
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, fault]) => fault)
}

type Placed = Pick<ConfigProblem, 'location' | 'path' | 'message'>

function sortKey({ location, path, message }: Placed): string {
  const place =
    'variable' in location
      ? `1 ${location.variable}`
      : `0 ${location.file} ${padded(location.line)} ${padded(location.column)}`
  return `${place} ${path} ${message}`
}

function padded(value: number): string {
  return String(value).padStart(9, '0')
}

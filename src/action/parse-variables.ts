import { LifeboatError } from '../core/errors.ts'

const VARIABLE = /^\s*([A-Za-z_][A-Za-z0-9_]*)=(.*)$/

/**
 * Reads lines NAME=value. A value is the rest of its line as it stands; quotes that enclose the whole of it are left out, and may
 * enclose several lines. Throws `usage-invalid` with the number of a line and nothing of it, because all of it is secret.
 */
export function parseVariables(text: string): Readonly<Record<string, string>> {
  const variables: Record<string, string> = {}
  const lines = text.split(/\r\n|\r|\n/)
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (/^\s*(#|$)/.test(line)) continue
    const [, name, value = ''] = VARIABLE.exec(line) ?? []
    if (name === undefined) throw unreadable(at, 'is neither NAME=value nor a comment')
    const last = lastLineOf(value, lines, at)
    variables[name] = unquoted([value, ...lines.slice(at + 1, last + 1)].join('\n'))
    at = last
  }
  return variables
}

/** Where the value ends that begins at a line: there, or where the quote ends with which it begins. */
function lastLineOf(value: string, lines: readonly string[], at: number): number {
  const quote = /^["']/.exec(value)?.[0]
  if (quote === undefined || isQuoted(value)) return at
  const next = lines.findIndex((line, number) => number > at && line.includes(quote))
  const isEnd = next > at && lines[next]?.indexOf(quote) === (lines[next]?.trimEnd().length ?? 0) - 1
  if (isEnd && !value.slice(1).includes(quote)) return next
  throw unreadable(at, 'begins with a quote that does not end the value')
}

function isQuoted(value: string): boolean {
  return /^(["'])[^]*\1\s*$/.test(value)
}

function unquoted(value: string): string {
  return isQuoted(value) ? value.trimEnd().slice(1, -1) : value
}

function unreadable(at: number, problem: string): LifeboatError {
  return new LifeboatError({
    code: 'usage-invalid',
    what: `line ${at + 1} of the input env ${problem}`,
    fix: 'write NAME=value, a value of several lines as NAME="…", and one that begins with a quote in quotes of the other kind',
  })
}

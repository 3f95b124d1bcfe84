import { holdsSecret } from './printable.ts'
import { pathText, type ConfigProblem, type KeyPath } from './problem.ts'
import type { Locate } from './yaml-document.ts'

/** Passwords and secret keys inside plain text, such as a URL with a password; the text itself is not repeated. */
export function secretLiterals(value: unknown, locate: Locate, path: KeyPath = []): ConfigProblem[] {
  if (typeof value === 'string') return holdsSecret(value) ? [problem(locate, path)] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    secretLiterals(inner, locate, [...path, Array.isArray(value) ? Number(key) : key]),
  )
}

function problem(locate: Locate, path: KeyPath): ConfigProblem {
  return {
    code: 'secret-literal',
    location: locate(path),
    path: pathText(path),
    message: 'a secret is written here',
    fix: 'take it out, change it (it has been seen), and refer to it where a secret belongs: { env: NAME }',
  }
}

import { holdsControlCharacter } from '../core/control-characters.ts'
import { NO_CONTROL } from './fields.ts'
import { printable } from './printable.ts'
import { pathText, type ConfigProblem, type KeyPath } from './problem.ts'
import type { Locate } from './yaml-document.ts'

/**
 * Texts with a control character, wherever they stand: names, addresses and paths, all of which messages repeat.
 * Only what another program takes for its own language may have several lines.
 */
export function controlProblems(value: unknown, locate: Locate, path: KeyPath = []): ConfigProblem[] {
  if (isFreeText(path)) return []
  if (typeof value === 'string') return holdsControlCharacter(value) ? [problem(value, locate, path)] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    controlProblems(inner, locate, [...path, Array.isArray(value) ? Number(key) : key]),
  )
}

/** Questions of rules, and the arguments of programs, but not their names. */
function isFreeText(path: KeyPath): boolean {
  const [last, parent] = [path.at(-1), path.at(-2)]
  if (typeof last === 'number') return last > 0 && ['command', 'stop', 'start'].includes(String(parent))
  return path[0] === 'groups' && last === 'keys' && (parent === 'truth' || parent === 'derived')
}

function problem(value: string, locate: Locate, path: KeyPath): ConfigProblem {
  const shown = printable(value, path)
  return {
    code: 'config-invalid',
    location: locate(path),
    path: pathText(path),
    message: shown === undefined ? NO_CONTROL : `${NO_CONTROL}, not ${shown}`,
    fix: 'write it on one line, without tabs and escapes',
  }
}

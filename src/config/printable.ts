import { escapeControlCharacters } from '../core/control-characters.ts'
import type { KeyPath } from './problem.ts'

const LONGEST = 60
const SECRET_KEY = /pass|pwd|secret|token|credential|private|identit|(^|[a-z])key$|^key|url$|uri$|dsn$/i
const URL_WITH_PASSWORD = /:\/\/[^/?#\s]*:[^/?#\s]+@/
const SECRET_KEY_TEXT = /AGE-SECRET-KEY-1|PRIVATE KEY-----/
const PASSWORD_SETTING = /\b(?:password|passwd|pwd|secret|token)\s*=\s*\S/i
const CONNECTION_SETTING = /\b(?:host|hostaddr|user|dbname|port)\s*=\s*\S/i

/** True for text that holds a password or a secret key, whatever key it stands under. */
export function holdsSecret(text: string): boolean {
  if (URL_WITH_PASSWORD.test(text) || SECRET_KEY_TEXT.test(text)) return true
  return PASSWORD_SETTING.test(text) && CONNECTION_SETTING.test(text)
}

/** A written value for an error message, or undefined when it may be a secret. */
export function printable(value: unknown, path: KeyPath): string | undefined {
  if (path.some((part) => typeof part === 'string' && SECRET_KEY.test(part))) return undefined
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'a mapping'
  if (typeof value !== 'string') return String(value)
  if (holdsSecret(value) || PASSWORD_SETTING.test(value)) return undefined
  return escapeControlCharacters(
    JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value),
  )
}

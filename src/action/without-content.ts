import { ERROR_CODES, EXIT, type ErrorCode } from '../core/errors.ts'

/** Besides those that say that a copy is bad: what their reason quotes are a program's words about what it reads or loads. */
const ALSO_QUOTING: ReadonlySet<string> = new Set<ErrorCode>([
  'program-failed',
  'capture-failed',
  'unexpected',
])

const WITHHELD =
  'not told here, because everybody may read this log and a database quotes what it holds: run the command on a computer of your own'

/** A failure without a reason that may quote a row. */
export function withoutContent<T extends { readonly code: string; readonly why?: string }>(failure: T): T {
  const { code, why } = failure
  const isQuoting =
    ALSO_QUOTING.has(code) || (code in ERROR_CODES && ERROR_CODES[code as ErrorCode] === EXIT.bad)
  return why === undefined || !isQuoting ? failure : { ...failure, why: WITHHELD }
}

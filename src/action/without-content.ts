import { ERROR_CODES, EXIT, LifeboatError, type ErrorCode } from '../core/errors.ts'

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
  return why === undefined || !isQuoting(code) ? failure : { ...failure, why: WITHHELD }
}

/** The same of an error before it becomes text; of one that is not ours nothing is left, and no stack. */
export function errorWithoutContent(error: unknown): LifeboatError {
  if (!(error instanceof LifeboatError))
    return new LifeboatError({ code: 'unexpected', what: 'a defect of Lifeboat', why: WITHHELD })
  const { code, what, why, fix } = error
  if (why === undefined || !isQuoting(code)) return error
  return new LifeboatError({ code, what, why: WITHHELD, ...(fix === undefined ? {} : { fix }) })
}

function isQuoting(code: string): boolean {
  return ALSO_QUOTING.has(code) || (code in ERROR_CODES && ERROR_CODES[code as ErrorCode] === EXIT.bad)
}

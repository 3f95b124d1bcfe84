import { LifeboatError } from '../../core/errors.ts'

/** An error as a person reads it: what, why, the fix; an unexpected one with its stack, to be reported. */
export function describeError(error: unknown): string {
  if (!(error instanceof LifeboatError)) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return `unexpected error; this is a defect of Lifeboat, please report it\n${detail}`
  }
  return describeFailure(error)
}

interface Failure {
  readonly code: string
  readonly what: string
  readonly why?: string | undefined
  readonly fix?: string | undefined
}

/** What, why and the fix, one below the other. */
export function describeFailure({ code, what, why, fix }: Failure): string {
  return [
    `error: ${what} [${code}]`,
    ...(why === undefined ? [] : [indent('why', why)]),
    ...(fix === undefined ? [] : [indent('fix', fix)]),
  ].join('\n')
}

function indent(label: string, text: string): string {
  return `  ${label}: ${text.split('\n').join('\n       ')}`
}

import { LifeboatError } from '../../core/errors.ts'

/** An error as a person reads it: what, why, the fix; an unexpected one with its stack, to be reported. */
export function describeError(error: unknown): string {
  if (!(error instanceof LifeboatError)) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return `unexpected error; this is a defect of Lifeboat, please report it\n${detail}`
  }
  const lines = [`error: ${error.what} [${error.code}]`]
  if (error.why !== undefined) lines.push(indent('why', error.why))
  if (error.fix !== undefined) lines.push(indent('fix', error.fix))
  return lines.join('\n')
}

function indent(label: string, text: string): string {
  return `  ${label}: ${text.split('\n').join('\n       ')}`
}

import { escapeControlCharacters } from '../../core/control-characters.ts'
import { LifeboatError } from '../../core/errors.ts'

/** An error as a person reads it: what, why, the fix; an unexpected one with its stack, to be reported. */
export function describeError(error: unknown): string {
  if (!(error instanceof LifeboatError)) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return `unexpected error; this is a defect of Lifeboat, please report it\n${linesOf(detail).join('\n')}`
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
    `error: ${escapeControlCharacters(what)} [${code}]`,
    ...(why === undefined ? [] : [indent('why', why)]),
    ...(fix === undefined ? [] : [indent('fix', fix)]),
  ].join('\n')
}

function indent(label: string, text: string): string {
  return `  ${label}: ${linesOf(text).join('\n       ')}`
}

/** What databases and their programs said, which has lines and tabs of its own, but shows nothing else than what it says. */
function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/).map((line) => line.split('\t').map(escapeControlCharacters).join('\t'))
}

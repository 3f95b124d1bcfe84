import {
  ERROR_CODES,
  EXIT,
  isLifeboatError,
  LifeboatError,
  worstExitCode,
  type ErrorCode,
  type ExitCode,
} from '../core/errors.ts'
import type { EvidenceRecord } from '../core/record.ts'
import { isUnwritten } from '../evidence/undelivered-record.ts'
import type { Target } from '../core/target.ts'
import { describeError } from './output/describe-error.ts'
import type { Shell } from './shell.ts'
import type { Outcome } from './verb.ts'

/** Runs one use case for each target in turn: one failing target does not stop the others, a signal does. */
export async function eachTarget(
  targets: readonly Target[],
  shell: Pick<Shell, 'tellable'>,
  run: (target: Target) => Promise<Outcome>,
): Promise<Outcome> {
  const outcomes: Outcome[] = []
  for (const target of targets) {
    const outcome = await run(target).catch((error: unknown) => failureOf(target, shell, error))
    outcomes.push(outcome)
    if (outcome.exitCode === EXIT.cancelled) break
  }
  return {
    exitCode: joinExitCodes(outcomes.map(({ exitCode }) => exitCode)),
    result: { targets: outcomes.map(({ result, exitCode }) => ({ exitCode, ...result })) },
    text: outcomes.map(({ text }) => text).join('\n\n'),
  }
}

/** Exit codes of work that was done, whatever else is to be said about it. */
const DONE: ReadonlySet<ExitCode> = new Set([EXIT.done, EXIT.breached, EXIT.undelivered])

/** Several outcomes in one exit code: some good and some not is also `partial`. */
export function joinExitCodes(codes: readonly ExitCode[]): ExitCode {
  const mixed = codes.some((code) => DONE.has(code)) && codes.some((code) => !DONE.has(code))
  return worstExitCode(mixed ? [...codes, EXIT.partial] : codes)
}

/** The exit code that a record's outcome stands for. */
export function exitCodeOf(record: EvidenceRecord): ExitCode {
  if (record.error === undefined) return isUnwritten(record) ? EXIT.undelivered : EXIT.done
  if (isUnwritten(record)) return worstExitCode([EXIT.undelivered, exitCodeOfError(record.error)])
  return exitCodeOfError(record.error)
}

function exitCodeOfError(error: { readonly code: string }): ExitCode {
  return error.code in ERROR_CODES ? ERROR_CODES[error.code as ErrorCode] : EXIT.unexpected
}

/** What is told of a target or group that failed before it could say so itself; one that was cancelled throws again. */
export function failureOf(
  { name }: { readonly name: string },
  { tellable }: Pick<Shell, 'tellable'>,
  reason: unknown,
): Outcome {
  const error = tellable(reason)
  if (isLifeboatError(error, 'cancelled')) throw error
  const code = error instanceof LifeboatError ? error.code : 'unexpected'
  const message = error instanceof Error ? error.message : String(error)
  return {
    exitCode: ERROR_CODES[code],
    result: { target: name, error: { code, message } },
    text: `${name}: ${describeError(error)}`,
  }
}

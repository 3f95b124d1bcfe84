import { EXIT, LifeboatError, type ExitCode } from '../core/errors.ts'
import type { Machine } from '../core/machine.ts'
import { isOwnDiskFull, NO_SPACE } from '../runtime/no-space.ts'

const LEAST_FREE_BYTES = 1024 * 1024

/** What was found bad, refused or cancelled was no matter of space. */
const DECIDED: ReadonlySet<ExitCode> = new Set([EXIT.bad, EXIT.refused, EXIT.cancelled])

/** A sandbox that ran out of disk or memory says nothing about the backup: its failure is told as that. */
export async function explainExhausted(machine: Machine, error: unknown): Promise<unknown> {
  if (isDecided(error)) return error
  const what = await exhausted(machine, error).catch(() => undefined)
  if (what === undefined) return error
  return new LifeboatError({
    code: 'sandbox-exhausted',
    what: `the sandbox ran out of ${what}`,
    why: error instanceof Error ? error.message : String(error),
    fix: `give it more: ${what}: in the drill plan, or a computer with more ${what}`,
    cause: error,
  })
}

/** A load that failed is the one bad copy that may be good: the sandbox can have failed it. */
function isDecided(error: unknown): boolean {
  if (!(error instanceof LifeboatError)) return false
  if (isOwnDiskFull(error)) return true
  return error.code !== 'load-failed' && DECIDED.has(error.exitCode)
}

async function exhausted(machine: Machine, error: unknown): Promise<'memory' | 'disk' | undefined> {
  if (await machine.ranOutOfMemory()) return 'memory'
  const log = (await machine.serverExit())?.log ?? ''
  if (NO_SPACE.test(log) || wordsOf(error).some((words) => NO_SPACE.test(words))) return 'disk'
  return (await machine.freeBytes()) < LEAST_FREE_BYTES ? 'disk' : undefined
}

/** What programs and servers said: `what` is Lifeboat's own sentence and may hold names. */
function wordsOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return []
  const words = error instanceof LifeboatError ? (error.why ?? '') : error.message
  return [words, ...wordsOf(error.cause)]
}

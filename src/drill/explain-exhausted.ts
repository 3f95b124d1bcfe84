import { LifeboatError } from '../core/errors.ts'
import type { Machine } from '../core/machine.ts'

const LEAST_FREE_BYTES = 1024 * 1024
const DISK_FULL = /No space left on device|ENOSPC|Disk quota exceeded|disk (is )?full/i

/** A sandbox that ran out of disk or memory says nothing about the backup: its failure is told as that. */
export async function explainExhausted(machine: Machine, error: unknown): Promise<unknown> {
  if (error instanceof LifeboatError && error.exitCode === 130) return error
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

async function exhausted(machine: Machine, error: unknown): Promise<'memory' | 'disk' | undefined> {
  if (await machine.ranOutOfMemory()) return 'memory'
  const log = (await machine.serverExit())?.log ?? ''
  if (DISK_FULL.test(log) || wordsOf(error).some((words) => DISK_FULL.test(words))) return 'disk'
  return (await machine.freeBytes()) < LEAST_FREE_BYTES ? 'disk' : undefined
}

function wordsOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return []
  return [error.message, ...wordsOf(error.cause)]
}

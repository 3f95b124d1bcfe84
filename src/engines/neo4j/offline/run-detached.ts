import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../../../core/context.ts'
import { LifeboatError } from '../../../core/errors.ts'

const TAIL_CHARACTERS = 4096

export interface DetachedOptions {
  readonly timeoutMs: number
  readonly context: Context
}

/**
 * Runs a command that nothing stops half-way, neither this run's signal nor Ctrl-C at the terminal, and whose own children may live
 * on: its output goes to a file. Throws `program-failed`, `program-absent` or `timed-out`.
 */
export async function runDetached(
  [program = '', ...args]: readonly string[],
  { timeoutMs, context }: DetachedOptions,
): Promise<void> {
  const folder = await mkdtemp(join(context.workDir, 'command-'))
  const log = join(folder, 'output')
  try {
    const outcome = await within(timeoutMs, exitOf(program, args, { log, context }))
    if (outcome === undefined) throw tooLate(program, timeoutMs)
    if (outcome !== 0) throw failed(program, outcome, await readFile(log, 'utf8'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Undefined when the time is over first. */
async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T | undefined> {
  const limit = new AbortController()
  const late = sleep(timeoutMs, undefined, { signal: limit.signal }).catch(() => undefined)
  try {
    return await Promise.race([work, late])
  } finally {
    limit.abort()
  }
}

async function exitOf(
  program: string,
  args: readonly string[],
  { log, context }: { readonly log: string; readonly context: Context },
): Promise<number | string> {
  await using output = await open(log, 'a', 0o600)
  const child = spawn(program, args, {
    stdio: ['ignore', output.fd, output.fd],
    env: plain(context),
    detached: true,
  })
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
    return code ?? signal ?? 'unknown'
  } catch (cause) {
    throw new LifeboatError({
      code: 'program-absent',
      what: `${program} could not be started`,
      why: cause instanceof Error ? cause.message : String(cause),
      fix: 'correct control.commands of the connection',
      cause,
    })
  }
}

function failed(program: string, exit: number | string, output: string): LifeboatError {
  const why = output.slice(-TAIL_CHARACTERS).trim()
  return new LifeboatError({
    code: 'program-failed',
    what: `${program} ended with ${exit}`,
    ...(why === '' ? {} : { why }),
  })
}

function tooLate(program: string, timeoutMs: number): LifeboatError {
  return new LifeboatError({
    code: 'timed-out',
    what: `${program} had not ended after ${Math.round(timeoutMs / 1000)} s`,
  })
}

/** A server lives on with the settings it is started with, so it gets this computer's time zone and language. */
function plain({ programEnvironment }: Context): Record<string, string> {
  const { TZ: _zone, LC_ALL: _language, ...inherited } = programEnvironment
  return inherited
}

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'
import { text } from 'node:stream/consumers'
import type { BackupRecord } from '../../src/core/record.ts'
import type { ChildJob } from './backup-child.ts'

export interface BackupChild {
  readonly process: ChildProcess
  /** What it printed: its record, or the code it was refused with; undefined when it was killed before. */
  readonly outcome: Promise<
    (Partial<BackupRecord> & { readonly refused?: string; readonly exitCode?: number }) | undefined
  >
}

/** Starts a backup in a process of its own; `wrap` is a program that runs it. */
export function startBackupChild(job: ChildJob, wrap: readonly string[] = []): BackupChild {
  const script = new URL('backup-child.ts', import.meta.url).pathname
  const command = [process.execPath, script, JSON.stringify(job)]
  const [program, ...args] = [...wrap, ...command] as [string, ...string[]]
  // A killed run leaves its private folder behind, which is not to outlive the test.
  const env = { ...process.env, TMPDIR: dirname(job.storeFolder) }
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], env })
  const outcome = Promise.all([text(child.stdout), once(child, 'exit')]).then(([printed]) =>
    printed === '' ? undefined : (JSON.parse(printed) as Partial<BackupRecord>),
  )
  return { process: child, outcome }
}

import { spawnSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'
import type { Context } from '../core/context.ts'

/** A pipe between two programs. */
export interface KernelPipe {
  /** The descriptor that one of them reads from; whoever hands it over closes it here. */
  readonly readEnd: number
  /** The end that is written to, here or by the program that it is handed to. */
  readonly input: Socket
}

/**
 * A pipe of the kernel. What Node calls a pipe is a pair of sockets, through which a gigabyte takes three times the processor time.
 * It has a name in the run's folder for a moment. Undefined where there is no mkfifo.
 */
export function openKernelPipe({
  workDir,
  programEnvironment,
}: Pick<Context, 'workDir' | 'programEnvironment'>): KernelPipe | undefined {
  const folder = mkdtempSync(join(workDir, 'pipe-'))
  try {
    const path = join(folder, 'pipe')
    if (spawnSync('mkfifo', ['-m', '600', path], { env: { ...programEnvironment } }).status !== 0)
      return undefined
    // Either end alone would wait for the other one.
    const both = openSync(path, constants.O_RDWR)
    try {
      const readEnd = openSync(path, constants.O_RDONLY)
      return {
        readEnd,
        input: new Socket({ fd: openSync(path, constants.O_WRONLY), readable: false, writable: true }),
      }
    } finally {
      closeSync(both)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

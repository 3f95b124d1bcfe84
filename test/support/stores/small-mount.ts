import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A file system of its own of so many MiB; needs root, as the whole suite does. */
export interface SmallMount extends AsyncDisposable {
  readonly path: string
  makeReadOnly(): Promise<void>
}

export async function mountSmall(mebibytes: number): Promise<SmallMount> {
  const path = await mkdtemp(join(tmpdir(), 'lifeboat-small-'))
  await run('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', path])
  return {
    path,
    makeReadOnly: async () => {
      await run('mount', ['-o', 'remount,ro', path])
    },
    [Symbol.asyncDispose]: async () => {
      await run('umount', [path])
      await rm(path, { recursive: true, force: true })
    },
  }
}

import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { quote } from 'zx'
import { processStart } from '../../../src/runtime/run-owner.ts'
import type { StandInCluster } from './kubectl-process.ts'

/** A folder with a program `kubectl` that forwards to servers of this computer. */
export interface StandInKubectl extends AsyncDisposable {
  /** To be put first on the PATH. */
  readonly folder: string
  /** Every call so far. */
  calls(): Promise<readonly { readonly pid: number; readonly args: readonly string[] }[]>
  /** Process ids of those that run. */
  running(): Promise<readonly number[]>
  /** What the cluster holds from now on. */
  configure(cluster: StandInCluster): Promise<void>
}

const PROGRAM = new URL('kubectl-process.ts', import.meta.url).pathname

export async function standInKubectl(cluster: StandInCluster): Promise<StandInKubectl> {
  const root = await mkdtemp(join(tmpdir(), 'lb-kubectl-'))
  const folder = join(root, 'bin')
  const log = join(root, 'calls.log')
  await mkdir(folder)
  await writeFile(log, '')
  const configure = (changed: StandInCluster): Promise<void> =>
    writeFile(join(root, 'cluster.json'), JSON.stringify(changed))
  await configure(cluster)
  const words = [process.execPath, PROGRAM, root].map((word) => quote(word)).join(' ')
  await writeFile(join(folder, 'kubectl'), `#!/bin/sh\nexec ${words} "$@"\n`)
  await chmod(join(folder, 'kubectl'), 0o755)
  const calls: StandInKubectl['calls'] = async () => {
    const lines = (await readFile(log, 'utf8')).split('\n').filter((line) => line !== '')
    return lines.map((line) => JSON.parse(line) as { pid: number; args: string[] })
  }
  return {
    folder,
    calls,
    running: async () =>
      (await calls()).map(({ pid }) => pid).filter((pid) => processStart(pid) !== undefined),
    configure,
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  }
}

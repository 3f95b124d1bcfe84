import { chmod, mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CliScene } from './cli-scene.ts'
import { until, type Moment } from './interrupt.ts'

export interface HeldGit extends AsyncDisposable {
  /** What makes a run use it. */
  readonly environment: Readonly<Record<string, string>>
  /** When the run has come to that command. */
  readonly reached: Moment
}

/** A git that waits for its end at one of its commands, as long as the run that started it lives. */
export async function holdGit(scene: CliScene, command: string): Promise<HeldGit> {
  const folder = join(scene.directory, '..', 'held-git')
  const mark = join(folder, 'reached')
  await mkdir(folder)
  const path = scene.environment['PATH'] ?? ''
  const script = `#!/bin/sh
case " $* " in *" ${command} "*)
  : >'${mark}'
  while kill -0 $PPID 2>/dev/null; do sleep 0.02; done
  exit 1
esac
PATH='${path}' exec git "$@"
`
  await writeFile(join(folder, 'git'), script)
  await chmod(join(folder, 'git'), 0o755)
  return {
    environment: { PATH: `${folder}:${path}` },
    reached: (cli) =>
      until(cli, () =>
        stat(mark).then(
          () => true,
          () => false,
        ),
      ),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

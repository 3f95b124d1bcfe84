import { spawn, type ChildProcess } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import type { Context } from '../../core/context.ts'
import { LifeboatError } from '../../core/errors.ts'

const TAIL_CHARACTERS = 2000

/** A kubectl that runs, and the end of what it has said. */
export interface RunningKubectl {
  readonly child: ChildProcess
  readonly lastWords: () => string
  /** Resolves with the exit code once it has ended. */
  readonly ended: Promise<number | undefined>
}

/** Starts kubectl; where the system can, the kernel ends it when this process dies. Throws `program-absent`. */
export async function startKubectl(
  args: readonly string[],
  context: Context,
  stdin: 'pipe' | 'ignore',
): Promise<RunningKubectl> {
  const kubectl = await findProgram('kubectl', context)
  if (kubectl === undefined) throw absent()
  const setpriv = process.platform === 'linux' ? await findProgram('setpriv', context) : undefined
  const [program = '', ...rest] = [
    ...(setpriv === undefined ? [] : [setpriv, '--pdeathsig', 'SIGKILL', '--']),
    kubectl,
    ...args,
  ]
  const child = spawn(program, rest, {
    stdio: [stdin, 'pipe', 'pipe'],
    env: { ...context.programEnvironment },
  })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-TAIL_CHARACTERS)
  })
  const ended = new Promise<number | undefined>((resolve) => {
    child.once('close', (code) => resolve(code ?? undefined)).once('error', () => resolve(undefined))
  })
  return { child, lastWords: () => withoutLog(said), ended }
}

/** What is left are the words for people; the other lines are of its own log: `E1121 18:00:43.817551 …`. */
function withoutLog(said: string): string {
  const lines = said.split('\n').filter((line) => !/^[EWIF]\d{4} /.test(line))
  return lines.join('\n').trim()
}

async function findProgram(name: string, { programEnvironment }: Context): Promise<string | undefined> {
  for (const folder of (programEnvironment['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name)
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (folder !== '' && found) return path
  }
  return undefined
}

function absent(): LifeboatError {
  return new LifeboatError({
    code: 'program-absent',
    what: 'kubectl was not found, and a target is reached through it',
    fix: 'install kubectl, or put its folder on the PATH',
  })
}

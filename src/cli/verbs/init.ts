import { EXIT, LifeboatError } from '../../core/errors.ts'
import type { Outcome, Verb } from '../verb.ts'

const FILE = 'lifeboat.yaml'

export const initVerb: Verb = {
  name: 'init',
  summary: 'write a first lifeboat.yaml, with a comment on every line',
  options: [
    { flags: '--engine <name>', description: 'the engine of the first target', default: 'postgres' },
    { flags: '--target <name>', description: 'the name of the first target', default: 'orders' },
    { flags: '--project <name>', description: 'the name of the project (default: the name of this folder)' },
  ],
  examples: [
    ['lifeboat init', 'a PostgreSQL target with a store in a folder'],
    ['lifeboat init --engine redis --target sessions', 'another engine'],
  ],
  run: async (input, shell): Promise<Outcome> => {
    const { writeFile } = await import('node:fs/promises')
    const { basename, join } = await import('node:path')
    const { starterConfiguration } = await import('../../config/init.ts')
    const path = shell.configFile ?? join(shell.directory, FILE)
    const { engine, target, project } = input.options
    const text = starterConfiguration({
      project: typeof project === 'string' ? project : basename(shell.directory),
      engine: String(engine),
      target: String(target),
    })
    try {
      await writeFile(path, text, { flag: 'wx' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      throw new LifeboatError({
        code: 'usage-invalid',
        what: `${path} exists and is left as it is`,
        fix: 'edit it, or name another file with --config',
        cause: error,
      })
    }
    return {
      exitCode: EXIT.done,
      result: { file: path },
      text: `wrote ${path}\nnext: lifeboat keys new, put the public key into it, then lifeboat validate`,
    }
  },
}

import { EXIT } from '../../core/errors.ts'
import { line } from '../output/lines.ts'
import type { Outcome, Verb } from '../verb.ts'

const FILE = 'lifeboat.yaml'

export const initVerb: Verb = {
  name: 'init',
  summary:
    'write a first lifeboat.yaml, with a comment on every line; or the workflows that run it on GitHub',
  options: [
    { flags: '--engine <name>', description: 'the engine of the first target', default: 'postgres' },
    { flags: '--target <name>', description: 'the name of the first target', default: 'orders' },
    { flags: '--project <name>', description: 'the name of the project (default: the name of this folder)' },
    { flags: '--github', description: 'write the workflows for the lifeboat.yaml that is there instead' },
    {
      flags: '--action <reference>',
      description: 'where Lifeboat was published, for --github: OWNER/lifeboat@ and a full commit',
    },
    {
      flags: '--local',
      description: 'with --github: copy the called workflows too, so that secrets can lie in environments',
    },
  ],
  examples: [
    ['lifeboat init', 'a PostgreSQL target with a store in a folder'],
    ['lifeboat init --engine redis --target sessions', 'another engine'],
    [
      'lifeboat init --github --action OWNER/lifeboat@0123456789abcdef0123456789abcdef01234567',
      'workflows for backups, drills, restores and reports',
    ],
  ],
  run: async (input, shell): Promise<Outcome> => {
    if (input.options['github'] === true) {
      const { initGithub } = await import('../init-github.ts')
      return initGithub(input, shell)
    }
    const path = await import('node:path')
    const { starterConfiguration, SCHEMA_FILE } = await import('../../config/init.ts')
    const { configurationJsonSchema } = await import('../../config/json-schema.ts')
    const { fileFailure, writeNewFile } = await import('../write-new-file.ts')
    const file = path.resolve(shell.directory, shell.configFile ?? FILE)
    const { engine, target, project } = input.options
    const content = starterConfiguration({
      project: typeof project === 'string' ? project : path.basename(shell.directory),
      engine: String(engine),
      target: String(target),
    })
    const otherwise = {
      what: `${file} exists and is left as it is`,
      fix: 'edit it, or name another file with --config',
    }
    await writeNewFile({ path: file, content, mode: 0o644, otherwise })
    const schema = path.join(path.dirname(file), SCHEMA_FILE)
    const { writeFile } = await import('node:fs/promises')
    await writeFile(schema, `${JSON.stringify(configurationJsonSchema(), null, 2)}\n`).catch(
      (error: unknown) => {
        throw fileFailure(schema, error)
      },
    )
    return {
      exitCode: EXIT.done,
      result: { file, schema },
      text: [
        `wrote ${file}`,
        line('schema', `${schema}, for completion in editors`),
        line('next', 'lifeboat keys new, put the public key into the file, then lifeboat validate'),
      ].join('\n'),
    }
  },
}

import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { parse } from 'yaml'
import type { Configuration } from '../config/configuration.ts'
import { EXIT, isLifeboatError, LifeboatError } from '../core/errors.ts'
import { readActionReference } from '../github-workflows/action-reference.ts'
import { neededVariables } from '../github-workflows/needed-variables.ts'
import { renderWorkflows, type Sources, type WorkflowFile } from '../github-workflows/render.ts'
import { describeWorkflows } from './output/describe-workflows.ts'
import type { Shell } from './shell.ts'
import type { Outcome, VerbInput } from './verb.ts'
import { writeNewFile } from './write-new-file.ts'

/** Writes the workflows that run a configuration on GitHub; whatever is there already stays as it is. */
export async function initGithub({ options }: VerbInput, shell: Shell): Promise<Outcome> {
  const action = readActionReference(options['action'])
  const local = options['local'] === true
  const configuration = await shell.configuration()
  const root = repositoryOf(configuration.directory)
  const config = configuration.file === undefined ? 'lifeboat.yaml' : relative(root, configuration.file)
  const wishes = { targets: configuration.targets, action, local }
  const files = renderWorkflows(
    config === 'lifeboat.yaml' ? wishes : { ...wishes, config },
    await readSources(),
  )
  const folder = join(root, '.github', 'workflows')
  await mkdir(folder, { recursive: true })
  const written: string[] = []
  for (const file of files) if (await writeIfNew(folder, file)) written.push(file.name)
  const left = files.filter(({ name }) => !written.includes(name))
  const kept = left.map(({ name }) => name)
  const different: string[] = []
  for (const file of left) if (await isDifferent(folder, file)) different.push(file.name)
  const needs = neededVariables(await readWritten(configuration))
  return {
    exitCode: different.length === 0 ? EXIT.done : EXIT.breached,
    result: { folder, written, kept, different, needs },
    text: describeWorkflows({ folder, written, kept, different, needs, local, action }),
  }
}

function repositoryOf(directory: string): string {
  for (let place = directory; ; place = dirname(place)) {
    if (existsSync(join(place, '.git'))) return place
    if (place === dirname(place)) break
  }
  throw new LifeboatError({
    code: 'usage-invalid',
    what: `${directory} lies in no git repository, and workflows belong into one`,
    fix: 'run git init first, or change to the repository',
  })
}

/** The templates lie beside the sources, the reusable workflows where GitHub wants them; both are part of a checkout. */
async function readSources(): Promise<Sources> {
  const own = dirname(findPackageJSON('..', import.meta.url) ?? '')
  const template = (name: string): Promise<string> =>
    readFile(join(own, 'src', 'github-workflows', 'templates', `${name}.yml`), 'utf8')
  const reusable = (name: string): Promise<string> =>
    readFile(join(own, '.github', 'workflows', `${name}.yml`), 'utf8')
  return {
    templates: {
      tick: await template('tick'),
      restore: await template('restore'),
      report: await template('report'),
    },
    reusable: {
      run: await reusable('run'),
      restore: await reusable('restore'),
      report: await reusable('report'),
    },
  }
}

async function writeIfNew(folder: string, { name, content }: WorkflowFile): Promise<boolean> {
  const path = join(folder, name)
  const otherwise = { what: `${path} exists and is left as it is`, fix: 'remove it to have it written anew' }
  try {
    await writeNewFile({ path, content, mode: 0o644, otherwise })
    return true
  } catch (error) {
    if (isLifeboatError(error, 'usage-invalid') && existsSync(path)) return false
    throw error
  }
}

/** Whether it runs something else than was asked for now: another commit, other times, the other mode, or no workflow of Lifeboat. */
async function isDifferent(folder: string, { name, content }: WorkflowFile): Promise<boolean> {
  return (await readFile(join(folder, name), 'utf8')) !== content
}

/** What stands in the file, which was checked before; nothing where variables give everything. */
async function readWritten({ file }: Configuration): Promise<object> {
  return file === undefined ? {} : (parse(await readFile(file, 'utf8')) as object)
}

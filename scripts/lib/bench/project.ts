import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { repositoryRoot } from '../root.ts'
import type { Contender } from './measure.ts'

/** One way to back up: where to, and with what. */
export interface Project {
  readonly folder: string
  /** The store as in lifeboat.yaml, in JSON (YAML's subset). */
  readonly store: Readonly<Record<string, unknown>>
  readonly recipients: readonly string[]
  /** Of the server, as `BENCH_URL`. */
  readonly url: string
  readonly identity: string
  /** Engine and connection as in lifeboat.yaml. Default: postgres at `BENCH_URL`. */
  readonly target?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
}

/** Writes the configuration of a project of one target, `bench`. */
export async function writeProject(project: Project): Promise<void> {
  await mkdir(project.folder, { recursive: true })
  const configuration = {
    version: 1,
    project: 'bench',
    stores: { primary: project.store },
    ...(project.recipients.length === 0
      ? {}
      : { encryption: { recipients: project.recipients, identities: [{ env: 'LIFEBOAT_IDENTITY' }] } }),
    targets: { bench: project.target ?? { engine: 'postgres', connection: { url: { env: 'BENCH_URL' } } } },
  }
  await writeFile(join(project.folder, 'lifeboat.yaml'), JSON.stringify(configuration))
}

/** Lifeboat's command line as a contender, in that project. */
export function lifeboat(name: string, project: Project, args: readonly string[]): Contender {
  return {
    name,
    program: process.execPath,
    args: [join(repositoryRoot, 'dist/cli.js'), ...args, '--config', join(project.folder, 'lifeboat.yaml')],
    env: { BENCH_URL: project.url, LIFEBOAT_IDENTITY: project.identity, ...project.env },
    before: () => rm(join(project.folder, 'store'), { recursive: true, force: true }),
  }
}

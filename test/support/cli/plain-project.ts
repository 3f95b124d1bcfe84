import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { startCli, type CliEnd, type StartedCli } from './start-cli.ts'

/** A project in no git repository, with targets whose servers do not run and a store in a folder. */
export interface PlainProject extends AsyncDisposable {
  readonly directory: string
  readonly storeFolder: string
  run(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<CliEnd>
  start(args: readonly string[], environment?: Readonly<Record<string, string>>): StartedCli
}

/** `changes` replaces keys of lifeboat.yaml. */
export async function openPlainProject(changes: object = {}): Promise<PlainProject> {
  const directory = await mkdtemp(join(tmpdir(), 'lb-plain-'))
  const temporary = join(directory, 'tmp')
  await mkdir(temporary)
  const target = { engine: 'postgres', connection: { url: { env: 'BOOKS_URL' } } }
  const configuration = {
    version: 1,
    project: 'plain',
    stores: { primary: { type: 'filesystem', path: 'store' } },
    targets: { books: target },
    ...changes,
  }
  await writeFile(join(directory, 'lifeboat.yaml'), stringify(configuration))
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: directory,
    TMPDIR: temporary,
    BOOKS_URL: 'postgres://nobody@127.0.0.1:1/books',
  }
  const start: PlainProject['start'] = (args, given = {}) =>
    startCli(args, { directory, environment: { ...environment, ...given } })
  return {
    directory,
    storeFolder: join(directory, 'store'),
    run: (args, given) => start(args, given).ended,
    start,
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  }
}

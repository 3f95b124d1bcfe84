import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { startPostgres } from '../servers/postgres.ts'
import { type Block, examplesOf, ROOT } from './blocks.ts'

const run = promisify(execFile)
const SEPARATOR = '@@ next command @@'
const KEY_FILES = ['lifeboat-key.txt', 'escrow-key.txt']
const SHOP = `
  create table customers (id int primary key, name text not null);
  create table orders (id serial primary key, customer int references customers, total numeric(10,2));
  insert into customers select n, 'customer ' || n from generate_series(1, 500) n;
  insert into orders (customer, total) select 1 + n % 500, n * 1.25 from generate_series(1, 20000) n;
`

/** The folder and the database that the documents speak of, made real. */
export interface Project extends AsyncDisposable {
  /** Writes the file that a yaml block shows, with the real keys and paths. */
  write(block: Block): Promise<void>
  /** Runs a console block in one shell; resolves to the printed lines of each command, or rejects at the first that fails. */
  run(block: Block): Promise<readonly (readonly string[])[]>
}

export async function openProject(): Promise<Project> {
  await using undo = new AsyncDisposableStack()
  const server = undo.use(await startPostgres({ major: 15 }))
  const root = await mkdtemp(join(tmpdir(), 'lifeboat-docs-'))
  undo.defer(() => rm(root, { recursive: true, force: true }))
  const folder = join(root, 'shop')
  await mkdir(folder)
  const env = {
    PATH: [join(ROOT, 'bin'), server.bin, process.env['PATH']].join(delimiter),
    HOME: root,
    ORDERS_URL: server.urlOf('orders'),
  }
  const psql = join(server.bin, 'psql')
  await run(psql, [server.url, '-qc', 'create database orders'])
  await run(psql, [env.ORDERS_URL, '-qc', SHOP])
  const kept = undo.move()
  return {
    write: async ({ kind, text }) => {
      const path = join(folder, kind.slice('yaml '.length))
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, (await withRealKeys(text, folder)).replaceAll('/srv/', `${root}/`))
    },
    run: async ({ text, notes }) => {
      const commands = examplesOf(text).map(({ command }) => `echo '${SEPARATOR}'\n${command}`)
      const script = ['exec 2>&1', notes.get('before') ?? '', ...commands, notes.get('after') ?? '']
      const options = { cwd: folder, env }
      const { stdout } = await run('bash', ['-e', '-c', script.join('\n')], options).catch(withOutput)
      const printed = stdout.replaceAll(root, '/srv').split(`${SEPARATOR}\n`).slice(1)
      return printed.map((output) => output.split('\n').slice(0, -1))
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

function withOutput(error: Error & { readonly stdout?: string }): never {
  throw new Error(`${error.message}\n${error.stdout ?? ''}`, { cause: error })
}

/** The keys that the commands before have made, in place of those that the document shows. */
async function withRealKeys(text: string, folder: string): Promise<string> {
  const shown = [...text.matchAll(/age1[0-9a-z]{20,}/g)].map(([key]) => key)
  let real = text
  for (const [index, key] of shown.entries()) {
    const file = await readFile(join(folder, KEY_FILES[index] ?? ''), 'utf8')
    real = real.replace(key, /# public key: (\S+)/.exec(file)?.[1] ?? '')
  }
  return real
}

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { cacheFolder } from '../../../scripts/lib/cache.ts'
import type { Servant } from './servant.ts'
import { renewSystemIdentifier } from './system-identifier.ts'

const run = promisify(execFile)

/** The superuser of every test cluster. */
export const superuser = { user: 'postgres', password: 'lifeboat-test' }

/** The build of PostgreSQL that a cluster is for. */
export interface PostgresBuild {
  readonly bin: string
  readonly version: string
}

/** Makes a data folder with its own identity by copying a cached template, which takes a tenth of initdb's time. */
export async function makeCluster(build: PostgresBuild, folder: string, servant?: Servant): Promise<string> {
  const data = join(folder, 'data')
  const template = await findTemplate(build, servant)
  await run('cp', ['-a', '--reflink=auto', template, data])
  await renewSystemIdentifier(data)
  await run(join(build.bin, 'pg_resetwal'), ['-D', data], identity(servant))
  return data
}

async function findTemplate(build: PostgresBuild, servant?: Servant): Promise<string> {
  const owner = servant?.uid ?? process.getuid?.() ?? 0
  const template = cacheFolder('clusters', `${build.version}-${owner}`)
  if (existsSync(template)) return template
  await mkdir(cacheFolder('clusters'), { recursive: true })
  const work = await mkdtemp(cacheFolder('clusters', '.new-'))
  try {
    await initialise(build, work, servant)
    // Two suites may get here at once: the second to finish keeps the first one's template.
    await rename(join(work, 'data'), template).catch((error: unknown) => {
      if (!existsSync(template)) throw error
    })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return template
}

async function initialise(build: PostgresBuild, work: string, servant?: Servant): Promise<void> {
  const passwordFile = join(work, 'password')
  await writeFile(passwordFile, superuser.password)
  await chmod(work, 0o755)
  if (servant) await chown(work, servant.uid, servant.gid)
  const places = [
    `--pgdata=${join(work, 'data')}`,
    `--pwfile=${passwordFile}`,
    `--username=${superuser.user}`,
  ]
  const kind = ['--encoding=UTF8', '--locale=C.UTF-8', '--auth-local=trust', '--auth-host=scram-sha-256']
  await run(join(build.bin, 'initdb'), ['--no-sync', ...places, ...kind], identity(servant))
}

function identity(servant?: Servant) {
  return { cwd: '/', ...(servant && { uid: servant.uid, gid: servant.gid }) }
}

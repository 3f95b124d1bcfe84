import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync } from 'node:fs'
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { cacheFolder } from '../../../../scripts/lib/cache.ts'
import { officialPrograms } from '../../../../scripts/lib/official.ts'
import { repositoryRoot } from '../../../../scripts/lib/root.ts'

const SOURCE = join(repositoryRoot, 'test/support/servers/qdrant-stand-in')

/** A program that can be started as `qdrant`: the real one of the PATH, else the stand-in that replays recordings. */
export interface QdrantProgram {
  readonly folder: string
  readonly version: string
  readonly kind: 'program' | 'stand-in'
}

/** Finds the real program or lays out the stand-in where every user may run it. */
export async function findQdrant(only?: 'stand-in'): Promise<QdrantProgram> {
  const real = only === undefined ? (officialPrograms('qdrant') ?? realFolder()) : undefined
  const folder = real ?? (await layOut())
  const printed = execFileSync(join(folder, 'qdrant'), ['--version'], { encoding: 'utf8' })
  return {
    folder,
    version: printed.trim().split(' ')[1] ?? '',
    kind: real === undefined ? 'stand-in' : 'program',
  }
}

function realFolder(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(':')
  return folders.find(
    (folder) => folder !== '' && !folder.startsWith(cacheFolder()) && isProgram(join(folder, 'qdrant')),
  )
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Named by its content, so that a change makes a new one; servers run as a user who may not enter a home folder. */
async function layOut(): Promise<string> {
  const names = (await readdir(SOURCE)).sort()
  const hash = createHash('sha256').update(process.version)
  for (const name of names) hash.update(`${name}\0`).update(await readFile(join(SOURCE, name)))
  const folder = cacheFolder('qdrant-stand-in', hash.digest('hex').slice(0, 12))
  if (existsSync(folder)) return folder
  await mkdir(dirname(folder), { recursive: true })
  const work = await mkdtemp(`${folder}-new-`)
  for (const name of names) await copyFile(join(SOURCE, name), join(work, name))
  await copyFile(process.execPath, join(work, 'node'))
  await writeFile(join(work, 'package.json'), '{"type":"module"}')
  await writeFile(
    join(work, 'qdrant'),
    `#!/bin/sh\nexec "${folder}/node" "${folder}/qdrant-process.ts" "$@"\n`,
  )
  for (const name of ['qdrant', 'node']) await chmod(join(work, name), 0o755)
  await chmod(work, 0o755)
  // Two suites may get here at once: the second to finish keeps the first one's folder.
  await rename(work, folder).catch(async (error: unknown) => {
    await rm(work, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  })
  return folder
}

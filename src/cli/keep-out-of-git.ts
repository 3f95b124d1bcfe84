import { appendFile, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'

/** Adds a secret file to the `.gitignore` beside it where that is inside a git work tree; returns the ignoring file then. */
export async function keepOutOfGit(file: string): Promise<string | undefined> {
  const folder = dirname(resolve(file))
  if (!(await isInWorkTree(folder))) return undefined
  const ignoring = join(folder, '.gitignore')
  const entry = `/${basename(file)}`
  const text = await readFile(ignoring, 'utf8').catch(() => '')
  if (text.split(/\r?\n/).includes(entry)) return ignoring
  await appendFile(ignoring, `${text === '' || text.endsWith('\n') ? '' : '\n'}${entry}\n`)
  return ignoring
}

async function isInWorkTree(folder: string): Promise<boolean> {
  const found = await stat(join(folder, '.git')).catch(() => undefined)
  if (found !== undefined) return true
  return dirname(folder) === folder ? false : isInWorkTree(dirname(folder))
}

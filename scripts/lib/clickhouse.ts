import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { cacheFolder } from './cache.ts'
import { imageFolder } from './image-recipe.ts'
import { chdb } from './pins.ts'
import { installWheel, wheelFolder } from './wheels.ts'

const IMAGE = 'clickhouse-26'
const STAMP = 'content.sha256'

/** The release whose engine the wheel holds: `26.9`. */
export const clickHouseRelease = chdb.version.split('.').slice(0, 2).join('.')

/** The folder of clickhouse-server and clickhouse-local, whether or not they are there yet. */
export function clickHousePrograms(): string {
  return join(place(), 'bin')
}

/** True when the programs in the cache are the ones of this checkout. */
export function hasClickHouse(): boolean {
  const stamp = join(place(), STAMP)
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === contentDigest()
}

/** Puts the wheel's engine and the front that speaks HTTP for it together, as programs of the official names. */
export async function installClickHouse(): Promise<void> {
  await installWheel(chdb)
  await mkdir(cacheFolder('clickhouse'), { recursive: true })
  const work = await mkdtemp(cacheFolder('clickhouse', '.new-'))
  try {
    for (const folder of ['bin', 'front'])
      await cp(join(imageFolder(IMAGE), folder), join(work, 'content', folder), { recursive: true })
    await symlink(relative(place(), wheelFolder(chdb)), join(work, 'content', 'wheel'))
    await writeFile(join(work, 'content', STAMP), contentDigest())
    await rm(place(), { recursive: true, force: true })
    await rename(join(work, 'content'), place())
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

function place(): string {
  return cacheFolder('clickhouse', clickHouseRelease)
}

function contentDigest(): string {
  const hash = createHash('sha256').update(JSON.stringify(chdb))
  const folder = imageFolder(IMAGE)
  for (const file of globSync(['bin/*', 'front/*.py'], { cwd: folder }).sort()) {
    hash.update(`${file}\0`).update(readFileSync(join(folder, file)))
  }
  return hash.digest('hex')
}

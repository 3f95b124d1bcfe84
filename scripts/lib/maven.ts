import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { $ } from 'zx'
import { cacheFolder } from './cache.ts'
import { CouldNotRun } from './could-not-run.ts'
import { sh, succeeds } from './shell.ts'

/** A Java program with everything it needs, from Maven Central, pinned by version and hash. */
export interface MavenPin {
  readonly group: string
  readonly artifact: string
  readonly version: string
  /** Of the list of its jars, one line of hash and name for each, in order of the names. */
  readonly sha256: string
}

const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'

/** Where the jars lie, whether or not they are there yet. */
export function mavenFolder({ artifact, version }: MavenPin): string {
  return cacheFolder('maven', `${artifact}-${version}`)
}

/** Downloads a pinned artifact and its runtime dependencies into the cache, unless they are there already. */
export async function installMaven(pin: MavenPin): Promise<void> {
  if (existsSync(mavenFolder(pin))) return
  if (!(await succeeds('mvn', '--version'))) {
    throw new CouldNotRun(`Maven is needed to download ${pin.artifact}: apt-get install maven`)
  }
  await mkdir(cacheFolder('maven'), { recursive: true })
  const work = await mkdtemp(cacheFolder('maven', '.new-'))
  try {
    const jars = join(work, 'jars')
    await writeFile(join(work, 'pom.xml'), project(pin))
    const repository = `-Dmaven.repo.local=${join(work, 'repository')}`
    const scope = ['-DincludeScope=runtime', `-DoutputDirectory=${jars}`]
    await $({ quiet: true })`mvn -B -q -C ${repository} -f ${join(work, 'pom.xml')} ${PLUGIN} ${scope}`
    await checkJars(jars, pin)
    await sh`chmod -R a+rX ${jars}`
    await rename(jars, mavenFolder(pin))
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

function project({ group, artifact, version }: MavenPin): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>lifeboat</groupId><artifactId>download</artifactId><version>1</version>
<dependencies><dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency></dependencies>
</project>\n`
}

async function checkJars(folder: string, pin: MavenPin): Promise<void> {
  const list = createHash('sha256')
  for (const name of (await readdir(folder)).toSorted()) {
    const jar = createHash('sha256')
    await pipeline(createReadStream(join(folder, name)), jar)
    list.update(`${jar.digest('hex')}  ${name}\n`)
  }
  const found = list.digest('hex')
  if (found === pin.sha256) return
  throw new CouldNotRun(
    `the jars of ${pin.artifact} ${pin.version} are not those that were pinned: their list has the hash ${found}`,
  )
}

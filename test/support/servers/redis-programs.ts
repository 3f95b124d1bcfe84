import { realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import process from 'node:process'
import { officialPrograms } from '../../../scripts/lib/official.ts'
import { hasRedisServer, redisPrograms, redisServers } from '../../../scripts/lib/redis-servers.ts'

/** Servers the tests run on: Debian's Redis, and what comes from wheels. */
export const redisKinds = ['redis-7', 'redis-8', 'valkey-9'] as const

/** A server the tests run on. */
export type RedisKind = (typeof redisKinds)[number]

/** The program of a server; throws when set-up has not installed it. */
export function findRedisServer(kind: RedisKind): { readonly program: string; readonly origin: string } {
  const name = kind === 'valkey-9' ? 'valkey-server' : 'redis-server'
  const official = officialPrograms(kind)
  if (official !== undefined) return { program: join(official, name), origin: 'official' }
  if (kind === 'redis-7') return { program: name, origin: 'distribution' }
  if (!hasRedisServer(kind)) throw new Error(`${kind} is not in the cache: run npm run setup`)
  return { program: join(redisPrograms(kind), name), origin: 'wheel' }
}

/** Lets this test's process find the programs of every server. */
export function putRedisOnPath(): void {
  const folders = redisServers.map((server) => officialPrograms(server) ?? redisPrograms(server))
  process.env['PATH'] = [process.env['PATH'], ...folders].join(delimiter)
}

/** A module for Redis 8, in a folder where no sandbox looks for modules. */
export function findRedisModule(): string {
  return join(dirname(realpathSync(join(redisPrograms('redis-8'), 'redis-server'))), 'falkordb.so')
}

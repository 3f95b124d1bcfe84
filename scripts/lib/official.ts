import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { readRecipe } from './image-recipe.ts'
import { neo4jVersion } from './maven-neo4j.ts'

/** Names the folder that holds the official programs, one folder a server; with it nothing else may stand for a server. */
export const OFFICIAL = 'LIFEBOAT_TEST_OFFICIAL'

/** An official server, as its makers publish it. */
export interface OfficialServer {
  readonly image: string
  /** Files and folders of the image, and what they are called in the server's folder. */
  readonly copies: Readonly<Record<string, string>>
  /** Further names of a copied program. */
  readonly links?: Readonly<Record<string, string>>
  /** A folder of the cache where sandboxes would find what stands for it otherwise. */
  readonly replaces?: string
}

/** Every server that the nightly workflow runs the suites of its engine on. */
export const officialServers: Readonly<Record<string, OfficialServer>> = {
  'clickhouse-26': {
    image: readRecipe('clickhouse-26').official,
    copies: { '/usr/bin/clickhouse': 'bin/clickhouse' },
    replaces: 'clickhouse',
    links: { 'bin/clickhouse-server': 'clickhouse', 'bin/clickhouse-local': 'clickhouse' },
  },
  'redis-7': redis(readRecipe('redis-7').official),
  'redis-8': redis('redis:8.2-bookworm'),
  'valkey-9': {
    image: 'valkey/valkey:9-bookworm',
    copies: binaries('/usr/local/bin', ['valkey-server', 'valkey-cli', 'valkey-check-rdb']),
  },
  qdrant: { image: readRecipe('qdrant-1.19').official, copies: { '/qdrant/qdrant': 'bin/qdrant' } },
  'neo4j-5': { image: `neo4j:${neo4jVersion('5')}-community`, copies: { '/var/lib/neo4j/.': '.' } },
  'neo4j-2026': { image: `neo4j:${neo4jVersion('2026')}-community`, copies: { '/var/lib/neo4j/.': '.' } },
}

/** The folder of an official server; undefined when no official one is asked for. Throws when it is asked for and not there. */
export function officialFolder(server: string): string | undefined {
  const root = process.env[OFFICIAL]
  if (root === undefined || root === '') return undefined
  const folder = join(root, server)
  if (existsSync(folder)) return folder
  throw new Error(
    `${OFFICIAL} asks for the official ${server}, which is not in ${folder}: run npm run official ${server}`,
  )
}

/** Its folder of programs. */
export function officialPrograms(server: string): string | undefined {
  const folder = officialFolder(server)
  return folder === undefined ? undefined : join(folder, 'bin')
}

/** Refuses what stands for a server when the official one is asked for. */
export function requireOfficial(kind: string): void {
  const root = process.env[OFFICIAL]
  if (root === undefined || root === '' || kind.includes('official')) return
  throw new Error(`${kind} is not the official server that ${OFFICIAL} asks for`)
}

function redis(image: string): OfficialServer {
  return { image, copies: binaries('/usr/local/bin', ['redis-server', 'redis-cli', 'redis-check-rdb']) }
}

function binaries(folder: string, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [`${folder}/${name}`, `bin/${name}`]))
}

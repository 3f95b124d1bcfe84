import { readdir, readFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { KEYS } from '../../../src/core/manifest.ts'
import { openStore } from '../../../src/stores/filesystem/index.ts'
import { keysOf } from '../keys-of.ts'
import { sandboxLeftovers } from '../sandbox-leftovers.ts'
import type { CliScene } from './cli-scene.ts'

/** The runs that have a private folder now. */
export async function runsOf({ temporary }: Pick<CliScene, 'temporary'>): Promise<readonly string[]> {
  const [folder] = (await readdir(temporary)).filter((name) => name.startsWith('lifeboat-'))
  return folder === undefined ? [] : readdir(join(temporary, folder))
}

/** Whatever runs of a scene left on this computer, on the server and half-written in the store. */
export async function leftovers(scene: CliScene, runs: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all([
    ...runs.map((runId) => sandboxLeftovers(runId)),
    foldersOf(scene),
    processesOf(scene),
    serverLeftovers(scene),
    unfinishedIn(scene.storeFolder),
  ])
  return found.flat()
}

async function foldersOf(scene: CliScene): Promise<readonly string[]> {
  const others = (await readdir(scene.temporary)).filter((name) => !name.startsWith('lifeboat-'))
  return [...(await runsOf(scene)).map((id) => `folder of run ${id}`), ...others]
}

/** Every process that inherited the scene's TMPDIR. */
export async function processesOf({ temporary }: Pick<CliScene, 'temporary'>): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
      if (!environment.includes(`TMPDIR=${temporary}\0`)) return []
      return [
        `process ${pid}: ${(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ')}`,
      ]
    }),
  )
  return found.flat()
}

const EXPECTED_DATABASES = new Set(['postgres', 'shop', 'slow', 'template0', 'template1'])

/** Sessions with their locks, exported snapshots, and databases of a restore. */
async function serverLeftovers({ source }: CliScene): Promise<readonly string[]> {
  const sessions = await source.sql(
    'postgres',
    "select application_name || ' ' || query from pg_stat_activity where application_name ~ '^lifeboat/'",
  )
  const databases = (await source.sql('postgres', 'select datname from pg_database')).split('\n')
  const snapshots = await readdir(join(source.server.dataDir, 'pg_snapshots'))
  return [
    ...sessions
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => `session ${line}`),
    ...databases.filter((name) => !EXPECTED_DATABASES.has(name)).map((name) => `database ${name}`),
    ...snapshots.map((name) => `snapshot ${name}`),
  ]
}

/** Files in a store's folder that are no objects. */
async function unfinishedIn(storeFolder: string): Promise<readonly string[]> {
  const entries = await readdir(storeFolder, { recursive: true, withFileTypes: true }).catch(() => [])
  const known = new Set(await keysIn(storeFolder, ''))
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(storeFolder, join(parentPath, name)))
    .filter((key) => !known.has(key))
}

/** The keys of the scene's store below a prefix. */
export async function keysIn(storeFolder: string, prefix: string): Promise<readonly string[]> {
  const store = await openStore({ type: 'filesystem', path: storeFolder }, { name: 'primary' })
  try {
    return await keysOf(store, prefix)
  } finally {
    await store.close()
  }
}

/** Volumes that no manifest speaks of. */
export async function unclaimedData(storeFolder: string, target: string): Promise<readonly string[]> {
  const listed = new Set(
    (await keysIn(storeFolder, KEYS.manifests(target))).map((key) => basename(key, '.json')),
  )
  const data = await keysIn(storeFolder, KEYS.dataAll(target))
  return data.filter((key) => !listed.has(key.slice(KEYS.dataAll(target).length).split('/')[0] ?? ''))
}

/** A server notices some time later that a client has gone. */
export const SETTLING = { timeout: 10_000, interval: 200 }

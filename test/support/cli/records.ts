import { readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { KEYS } from '../../../src/core/manifest.ts'
import type { EvidenceRecord } from '../../../src/core/record.ts'
import { canonicalBytes } from '../../../src/evidence/canonical.ts'
import type { CliScene } from './cli-scene.ts'
import { keysIn, unfinishedIn } from './leftovers.ts'

/** Every record of a scene's store, oldest first. */
export async function recordsOf({ storeFolder }: CliScene): Promise<readonly EvidenceRecord[]> {
  const keys = await keysIn(storeFolder, KEYS.records())
  const records = await Promise.all(
    keys.map(async (key) => JSON.parse(await readFile(join(storeFolder, key), 'utf8')) as EvidenceRecord),
  )
  return records.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1))
}

/** Makes every started backup and every unfinished write look a day older, as if the time had passed. */
export async function letDeadlinesPass({ storeFolder }: CliScene, target: string): Promise<void> {
  const aDayAgo = new Date(Date.now() - 86_400_000)
  for (const key of await keysIn(storeFolder, KEYS.startedAll(target))) {
    const file = join(storeFolder, key)
    const marker = JSON.parse(await readFile(file, 'utf8')) as object
    await writeFile(file, canonicalBytes({ ...marker, deadlineAt: aDayAgo.toISOString() }))
  }
  for (const key of await unfinishedIn(storeFolder)) await utimes(join(storeFolder, key), aDayAgo, aDayAgo)
}

/** What `lifeboat list` shows of a target, oldest first. */
export async function listedIds(scene: CliScene, target: string): Promise<readonly string[]> {
  const { result } = await scene.run(['list', target, '--limit', '1000'])
  const [found] = result['targets'] as [{ readonly backups: readonly { readonly id: string }[] }]
  return found.backups.map(({ id }) => id).toReversed()
}

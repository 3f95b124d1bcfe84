import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sweepStore } from '../../../src/backup/sweep.ts'
import { KEYS } from '../../../src/core/manifest.ts'
import type { EvidenceRecord } from '../../../src/core/record.ts'
import { openStore } from '../../../src/stores/filesystem/index.ts'
import { testContext } from '../context.ts'
import { aheadBy } from '../moved-clock.ts'
import type { CliScene } from './cli-scene.ts'
import { keysIn } from './leftovers.ts'

/** Every record of a scene's store, oldest first. */
export async function recordsOf({ storeFolder }: CliScene): Promise<readonly EvidenceRecord[]> {
  const keys = await keysIn(storeFolder, KEYS.records())
  const records = await Promise.all(
    keys.map(async (key) => JSON.parse(await readFile(join(storeFolder, key), 'utf8')) as EvidenceRecord),
  )
  return records.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1))
}

/** What sweep removes from a scene's store by a clock that is a day ahead: a file's own age cannot be made up. */
export async function sweepTomorrow({ storeFolder }: CliScene, target: string): Promise<void> {
  const store = await openStore({ type: 'filesystem', path: storeFolder }, { name: 'primary' })
  await using context = await testContext()
  await sweepStore({ target, store: aheadBy(store, 86_400_000), context })
}

/** What `lifeboat list` shows of a target, oldest first. */
export async function listedIds(scene: CliScene, target: string): Promise<readonly string[]> {
  const { result } = await scene.run(['list', target, '--limit', '1000'])
  const [found] = result['targets'] as [{ readonly backups: readonly { readonly id: string }[] }]
  return found.backups.map(({ id }) => id).toReversed()
}

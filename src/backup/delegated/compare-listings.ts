import type { Manifest } from '../../core/manifest.ts'
import type { TargetJob } from '../../evidence/target-job.ts'
import { readVolumes } from '../read-volumes.ts'
import type { VolumeProblem } from '../volume-check.ts'
import { readBases } from './bases.ts'
import { compareTree } from './compare-tree.ts'
import { inventoryOf, treeOf } from './open-trees.ts'

/** Problems that are told; the rest of a tree that is gone says nothing more. */
const TOLD_AT_MOST = 1000

/**
 * What is missing from the trees of a backup and of all that it is based on, was added to them, or has another size or tag; no object is
 * read. Throws as `readBases` does.
 */
export async function compareListings(
  manifest: Manifest,
  { store, ledger, context }: Pick<TargetJob, 'store' | 'ledger' | 'context'>,
): Promise<readonly VolumeProblem[]> {
  const { delegated = [] } = manifest
  if (delegated.length === 0) return []
  const bases = await readBases(manifest, { store, ...(ledger === undefined ? {} : { ledger }) })
  const problems: VolumeProblem[] = []
  for (const { name, bases: ids } of delegated) {
    for (const owner of [manifest, ...ids.flatMap((id) => bases.get(id)?.manifest ?? [])]) {
      const tree = treeOf(owner, name)
      const volumes = (part: Manifest['parts'][number]) => readVolumes(part, store)
      const expected = inventoryOf(owner, tree, { volumes, context })
      for await (const problem of compareTree({ expected, tree, store })) {
        problems.push(problem)
        if (problems.length === TOLD_AT_MOST) return problems
      }
    }
  }
  return problems
}

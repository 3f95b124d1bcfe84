import type { Context } from '../../core/context.ts'
import type { EvidenceTree } from '../ledger/evidence-tree.ts'
import type { EvidenceBranch } from './evidence-branch.ts'
import { retryMoved } from './retry-moved.ts'

export interface FilesToPublish {
  /** By path below the evidence folder. */
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly message: string
}

/**
 * Publishes derived files (reports, never records) in one commit; returns it, or undefined when all are there already.
 * Throws `ledger-moved`.
 */
export async function publishFiles(
  branch: EvidenceBranch,
  { files, message }: FilesToPublish,
  context: Context,
): Promise<string | undefined> {
  const commit = await retryMoved(async () => {
    const head = await branch.readHead()
    const changed = await changedFiles(head.tree, [...files.keys()].toSorted(), files)
    if (changed.length === 0) return undefined
    return head.add({ files: changed.map((path) => ({ path, content: files.get(path) ?? EMPTY })), message })
  }, context)
  await branch.announce?.()
  return commit
}

const EMPTY = new Uint8Array()

async function changedFiles(
  tree: EvidenceTree | undefined,
  paths: readonly string[],
  files: ReadonlyMap<string, Uint8Array>,
): Promise<readonly string[]> {
  if (tree === undefined) return paths
  const changed: string[] = []
  let index = 0
  for await (const present of tree.read(paths)) {
    const path = paths[index++] ?? ''
    if (present === undefined || !Buffer.from(files.get(path) ?? EMPTY).equals(present)) changed.push(path)
  }
  return changed
}

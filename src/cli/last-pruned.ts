import type { AnchorSources } from '../evidence/anchors.ts'
import { plural, seconds } from './output/lines.ts'

/** What prune has removed of a target, as far as its newest records say. */
export interface LastPruned {
  readonly count: number
  readonly at: string
  /** The newest record that says so. */
  readonly record: string
}

/** Absent when nothing was removed. */
export async function lastPruned(sources: AnchorSources, target: string): Promise<{ pruned?: LastPruned }> {
  const { readPruned } = await import('../evidence/read-pruned.ts')
  const pruned = await readPruned(sources, { target, since: new Date(0), complete: false })
  const last = [...pruned.values()].toSorted((a, b) => (a.at < b.at ? -1 : 1)).at(-1)
  return last === undefined ? {} : { pruned: { count: pruned.size, at: last.at, record: last.record } }
}

export function prunedText(target: string, pruned: LastPruned | undefined): string[] {
  if (pruned === undefined) return []
  const { count, at, record } = pruned
  return [
    `${target}: ${plural(count, 'older backup')} removed on purpose by prune, the last at ${seconds(at)} (${record})`,
  ]
}

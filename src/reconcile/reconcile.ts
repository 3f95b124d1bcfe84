import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cancelled } from '../runtime/cancelled.ts'
import { compareKeys, type KeyComparison } from './compare-keys.ts'
import { KeySpill } from './key-spill.ts'

export interface Side {
  readonly keys: AsyncIterable<string>
  /** What a failure to read them really was. */
  readonly explain: (error: unknown) => Promise<unknown>
}

export interface Reconciling {
  readonly truth: Side
  readonly derived: Side
  /** Private: digests of keys lie there until this is over. */
  readonly workDir: string
  readonly signal: AbortSignal
}

/** Reads both sides, one after the other, and compares them, in memory that does not grow with their number. */
export async function reconcile(request: Reconciling): Promise<KeyComparison> {
  const { truth, derived, workDir, signal } = request
  const folder = await mkdtemp(join(workDir, 'reconcile-'))
  try {
    using there = await spill(truth, join(folder, 'truth'), signal)
    using here = await spill(derived, join(folder, 'derived'), signal)
    return await compareKeys(there, here, signal)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function spill({ keys, explain }: Side, path: string, signal: AbortSignal): Promise<KeySpill> {
  const kept = new KeySpill(path)
  try {
    for await (const key of keys) {
      if (signal.aborted) throw cancelled(signal)
      kept.add(key)
    }
    return kept
  } catch (error) {
    kept[Symbol.dispose]()
    throw await explain(error)
  }
}

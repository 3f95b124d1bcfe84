import pLimit from 'p-limit'
import type { TreeObject } from '../../core/delegation.ts'
import type { Check } from '../../core/engine.ts'
import type { DelegatedPart, Manifest } from '../../core/manifest.ts'
import { stopOnAbort } from '../../runtime/cancelled.ts'
import type { RunLog } from '../../evidence/run-log.ts'
import type { TargetJob } from '../../evidence/target-job.ts'
import { ProgressMeter } from '../progress.ts'
import { readVolumes, type OpenVolumes } from '../read-volumes.ts'
import { drain, isBad, type VolumeProblem } from '../volume-check.ts'
import { readBases } from './bases.ts'
import { compareTree } from './compare-tree.ts'
import { readTreeObject } from './object-digest.ts'
import { inventoryOf, treeOf } from './open-trees.ts'

/** Of a store whose tags are no digests, and whose objects nobody read back at the backup. */
const OPAQUE =
  "The store's tags are no digests of what the server wrote: its objects were read, and compared by their sizes and tags only."

/** Bad objects that are named; the rest of a tree that is gone says nothing more. */
const NAMED_AT_MOST = 1000

export interface VerifiedTrees {
  readonly bad: readonly VolumeProblem[]
  readonly objects: number
  /** Of the objects that were read whole. */
  readonly verifiedBytes: number
  /** One for each tree, of what it is based on too. */
  readonly checks: readonly Check[]
}

interface Tools {
  /** Of the backup itself. */
  readonly volumes: OpenVolumes
  readonly log: RunLog
}

/**
 * Reads every object of the delegated parts, and of those that they are based on, and compares it with the inventory. Throws
 * `manifest-absent` when the chain is broken.
 */
export async function verifyTrees(
  job: TargetJob,
  manifest: Manifest,
  { volumes, log }: Tools,
): Promise<VerifiedTrees> {
  const { delegated = [] } = manifest
  if (delegated.length === 0) return { bad: [], objects: 0, verifiedBytes: 0, checks: [] }
  return log.phase('trees', async () => {
    const bases = await readBases(manifest, job)
    const found = new Found(job)
    for (const tree of delegated) {
      const expected = inventoryOf(manifest, tree, { volumes, context: job.context })
      await found.readWhole(tree, expected)
      for (const base of tree.bases.flatMap((id) => bases.get(id)?.manifest ?? [])) {
        await found.readBase(base, tree.name)
      }
    }
    for (const sentence of found.limitations) log.limitation(sentence)
    return found
  })
}

class Found implements VerifiedTrees {
  readonly bad: VolumeProblem[] = []
  readonly checks: Check[] = []
  readonly limitations = new Set<string>()
  objects = 0
  verifiedBytes = 0
  #badCount = 0
  readonly #job: TargetJob

  constructor(job: TargetJob) {
    this.#job = job
  }

  /** An increment is worth what its bases are worth. */
  async readBase(base: Manifest, name: string): Promise<void> {
    const { store, context } = this.#job
    const tree = treeOf(base, name)
    const volumes: OpenVolumes = (part) => readVolumes(part, store)
    const expected = inventoryOf(base, tree, { volumes, context })
    await this.readWhole({ ...tree, name: `${name} of ${base.id}` }, expected)
  }

  async readWhole(tree: DelegatedPart, expected: AsyncIterable<TreeObject>): Promise<void> {
    const { store, target, context } = this.#job
    const parallel = Math.max(1, target.settings.parallel)
    const limit = pLimit(parallel)
    const reading = new Set<Promise<void>>()
    const progress = new ProgressMeter({ name: tree.name, totalBytes: tree.bytes }, context)
    const failures: unknown[] = []
    const read = async (object: TreeObject): Promise<void> => {
      try {
        if (await this.#readObject(tree, object)) progress.add(object.bytes)
      } catch (error) {
        failures.push(error)
      }
    }
    const same = async (object: TreeObject): Promise<void> => {
      if (failures.length > 0) throw failures[0]
      const task = limit(read, object).finally(() => reading.delete(task))
      reading.add(task)
      // A tree of a million objects must not wait in memory.
      if (reading.size >= 2 * parallel) await Promise.race(reading)
    }
    const before = this.#badCount
    try {
      await this.#note(tree, compareTree({ expected, tree, store, same }))
    } finally {
      await Promise.all(reading)
    }
    if (failures.length > 0) throw failures[0]
    progress.report()
    this.objects += tree.objects
    this.#check(tree, before, 'listed, read and compared with its inventory')
    if (tree.tags === 'opaque') this.limitations.add(OPAQUE)
  }

  /** Whether it was whole. */
  async #readObject(tree: DelegatedPart, object: TreeObject): Promise<boolean> {
    const { store, context } = this.#job
    const key = tree.prefix + object.name
    try {
      await drain(
        stopOnAbort(await readTreeObject({ ...object, key, tags: tree.tags }, store), context.signal),
      )
    } catch (error) {
      if (!isBad(error)) throw error
      this.#add({ key, error })
      return false
    }
    this.verifiedBytes += object.bytes
    return true
  }

  async #note({ prefix }: DelegatedPart, problems: AsyncIterable<VolumeProblem>): Promise<void> {
    try {
      for await (const problem of problems) this.#add(problem)
    } catch (error) {
      // Its inventory cannot be read, so that nothing is known of the tree.
      if (!isBad(error)) throw error
      this.#add({ key: prefix, error })
    }
  }

  #add(problem: VolumeProblem): void {
    this.#badCount += 1
    if (this.bad.length < NAMED_AT_MOST) this.bad.push(problem)
  }

  #check({ name, objects, bytes }: DelegatedPart, before: number, done: string): void {
    const isGood = this.#badCount === before
    const detail = isGood
      ? `${objects} objects with ${bytes} bytes ${done}`
      : 'it is not what the server wrote'
    this.checks.push({ name, result: isGood ? 'passed' : 'failed', detail })
  }
}

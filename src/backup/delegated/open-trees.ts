import type { PartTree, TreeLayer, TreeObject } from '../../core/delegation.ts'
import { LifeboatError } from '../../core/errors.ts'
import type { DelegatedPart, Manifest } from '../../core/manifest.ts'
import type { StoreReader } from '../../core/store.ts'
import type { AnchorSources } from '../../evidence/anchors.ts'
import { openPart, type PartOpening } from '../open-part.ts'
import { readVolumes, type OpenVolumes } from '../read-volumes.ts'
import { readBases } from './bases.ts'
import { readInventory } from './inventory.ts'
import { readTreeObject } from './object-digest.ts'

export interface TreesRequest extends AnchorSources {
  readonly context: PartOpening['context']
}

/** The delegated parts of a backup as engines read them. */
export interface OpenTrees {
  readonly trees: ReadonlyMap<string, PartTree>
  /** How many objects nobody has read to their end. */
  readonly unread: () => number
}

/** Opens the trees of a backup and of all that it is based on. Throws `manifest-absent` when one of those is gone. */
export async function openTrees(manifest: Manifest, request: TreesRequest): Promise<OpenTrees> {
  const bases = await readBases(manifest, request)
  const count = { unread: 0 }
  const trees = new Map<string, PartTree>()
  for (const { name, bases: ids } of manifest.delegated ?? []) {
    const layers: TreeLayer[] = []
    for (const owner of [manifest, ...ids.flatMap((id) => bases.get(id)?.manifest ?? [])]) {
      layers.push(await openLayer(owner, treeOf(owner, name), { ...request, count }))
    }
    trees.set(name, { layers })
  }
  return { trees, unread: () => count.unread }
}

/** The objects of a tree as its inventory lists them, in the order of their names. */
export async function* inventoryOf(
  manifest: Manifest,
  tree: DelegatedPart,
  { volumes, context }: { readonly volumes: OpenVolumes; readonly context: PartOpening['context'] },
): AsyncGenerator<TreeObject> {
  const part = manifest.parts.find(({ name }) => name === tree.inventory)
  if (part === undefined) throw withoutTree(manifest, tree.name)
  yield* readInventory(await openPart(part, volumes, { identities: async () => [], context }))
}

interface LayerRequest extends TreesRequest {
  readonly count: { unread: number }
}

async function openLayer(
  owner: Manifest,
  tree: DelegatedPart,
  { store, context, count }: LayerRequest,
): Promise<TreeLayer> {
  const { objects, bytes, prefix, tags } = tree
  const address = await addressOf(store, prefix)
  count.unread += objects
  return {
    backupId: owner.id,
    objects,
    bytes,
    list: () => inventoryOf(owner, tree, { volumes: (part) => readVolumes(part, store), context }),
    open: async (object) => {
      const content = await readTreeObject({ ...object, key: prefix + object.name, tags }, store)
      return content.once('end', () => {
        count.unread -= 1
      })
    },
    ...(address === undefined ? {} : { address }),
  }
}

async function addressOf(store: StoreReader, prefix: string): Promise<TreeLayer['address']> {
  return store.address?.(prefix)
}

/** The tree of this name. Throws `manifest-malformed` when there is none, though a backup is based on it. */
export function treeOf(owner: Manifest, name: string): DelegatedPart {
  const tree = owner.delegated?.find((part) => part.name === name)
  if (tree === undefined) throw withoutTree(owner, name)
  return tree
}

function withoutTree({ id }: Manifest, name: string): LifeboatError {
  return new LifeboatError({
    code: 'manifest-malformed',
    what: `backup ${id} holds no tree ${name}, though one is based on it`,
    fix: 'restore another backup',
  })
}

import { selectBackup } from '../backup/select.ts'
import type { Random } from '../core/context.ts'
import { listBackups, type CatalogEntry } from '../backup/catalog.ts'
import type { DrillRecord } from '../core/record.ts'
import type { AnchorSources } from '../evidence/anchors.ts'
import { sha256Hex } from '../evidence/canonical.ts'

export type SelectionMethod = Exclude<DrillRecord['selection']['method'], 'given' | 'nearest'>

export interface ChosenBackup {
  readonly entry: CatalogEntry
  readonly selection: DrillRecord['selection']
}

export interface Choice extends AnchorSources {
  readonly target: string
  /** A certain backup instead of what the plan says. */
  readonly selector?: string
  readonly method: SelectionMethod
  /** Decides what is random, and is recorded, so that the choice can be repeated. */
  readonly seed: string
  /** Told what is chosen from, before the backup itself is found or missed. */
  readonly note?: (selection: DrillRecord['selection']) => void
}

/** Chooses which backup to drill. Throws `backup-unknown`, and `manifest-absent` as `selectBackup` does. */
export async function chooseBackup(choice: Choice): Promise<ChosenBackup> {
  const { store, target, selector, method, seed } = choice
  const entries = await listBackups(store, target)
  const candidates = entries.length
  const selection: DrillRecord['selection'] =
    selector === undefined
      ? { method, candidates, ...(method === 'random' ? { seed } : {}) }
      : { method: 'given', candidates }
  choice.note?.(selection)
  const asked = selector ?? (method === 'latest' ? 'latest' : undefined)
  const chosen = asked === undefined ? entries[choosePosition(method, candidates, seed)] : undefined
  return { entry: chosen ?? (await selectBackup(choice, target, asked ?? 'latest')), selection }
}

/** The position, oldest first, that a method takes among so many; the same seed takes the same one again. */
export function choosePosition(method: SelectionMethod, candidates: number, seed: string): number {
  if (candidates === 0 || method === 'oldest') return 0
  if (method === 'latest') return candidates - 1
  return Number(BigInt(`0x${sha256Hex(Buffer.from(seed))}`) % BigInt(candidates))
}

/** What decides a random choice. */
export function newSeed(random: Random): string {
  return Buffer.from(random.bytes(16)).toString('hex')
}

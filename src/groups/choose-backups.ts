import { listBackups, type CatalogEntry } from '../backup/catalog.ts'
import { selectBackup } from '../backup/select.ts'
import { LifeboatError } from '../core/errors.ts'
import { chooseBackup, newSeed, type ChosenBackup } from '../drill/choose-backup.ts'
import type { DrillPlan } from '../drill/plan-schema.ts'
import type { AnchorSources } from '../evidence/anchors.ts'
import type { TargetJob } from '../evidence/target-job.ts'

export interface GroupChoice {
  /** In the group's order: the source of truth last. */
  readonly members: readonly TargetJob[]
  readonly plan: Pick<DrillPlan, 'select'>
  /** Of the source of truth, instead of what the plan says. */
  readonly selector?: string
  /** Ids of the backups that this very run took, by target. */
  readonly taken?: ReadonlyMap<string, string>
}

/**
 * One recovery point of a group: the backup that the plan chooses for the source of truth, and of each other member the newest
 * begun before it, as one run of the group takes them; the nearest later one where there is none. A member that has none gets the
 * error that its own drill ends with. Without a point of the source of truth nothing is chosen for the others; throws when it was
 * asked for by name.
 */
export async function chooseBackups(choice: GroupChoice): Promise<ReadonlyMap<string, Chosen>> {
  const { members, taken } = choice
  const chosen = new Map<string, Chosen>()
  const truth = members.at(-1)
  if (truth === undefined) return chosen
  const point = await orWhyNot(chooseTruth(truth, choice))
  chosen.set(truth.target.name, point)
  if (point instanceof LifeboatError) {
    if (choice.selector !== undefined) throw point
    return chosen
  }
  for (const member of members.slice(0, -1)) {
    const { name } = member.target
    chosen.set(name, await orWhyNot(chooseNearest(member, point, taken?.get(name))))
  }
  return chosen
}

type Chosen = ChosenBackup | LifeboatError

async function chooseTruth(truth: TargetJob, { plan, selector, taken }: GroupChoice): Promise<ChosenBackup> {
  const { target, context } = truth
  const seed = newSeed(context.random)
  const given = taken?.get(target.name) ?? selector
  const choice = { ...sourcesOf(truth), target: target.name, method: plan.select, seed }
  const chosen = await chooseBackup(given === undefined ? choice : { ...choice, selector: given })
  return taken === undefined ? chosen : asLatest(chosen, await listBackups(truth.store, target.name))
}

/** The newest one is called that, so that its drill judges the RPO; a newest one that was lost is not passed over. */
async function chooseNearest(
  member: TargetJob,
  { entry: point, selection }: ChosenBackup,
  taken: string | undefined,
): Promise<ChosenBackup> {
  const { store, target } = member
  const sources = sourcesOf(member)
  if (selection.method === 'latest') await selectBackup(sources, target.name, 'latest')
  const entries = await listBackups(store, target.name)
  const nearest = nearestTo(point, entries)
  const entry = await selectBackup(sources, target.name, taken ?? nearest?.id ?? 'latest')
  const chosen: ChosenBackup = { entry, selection: { method: 'nearest', candidates: entries.length } }
  return selection.method === 'latest' ? asLatest(chosen, entries) : chosen
}

function asLatest(chosen: ChosenBackup, entries: readonly CatalogEntry[]): ChosenBackup {
  if (chosen.entry.id !== entries.at(-1)?.id) return chosen
  return { ...chosen, selection: { method: 'latest', candidates: entries.length } }
}

/** A later one of a derived store holds what the source of truth did not have yet. */
function nearestTo({ at }: CatalogEntry, entries: readonly CatalogEntry[]): CatalogEntry | undefined {
  return entries.findLast((entry) => entry.at.getTime() <= at.getTime()) ?? entries[0]
}

function sourcesOf({ store, ledger }: TargetJob): AnchorSources {
  return { store, ...(ledger === undefined ? {} : { ledger }) }
}

async function orWhyNot(choosing: Promise<ChosenBackup>): Promise<Chosen> {
  try {
    return await choosing
  } catch (error) {
    if (error instanceof LifeboatError && error.code !== 'cancelled') return error
    throw error
  }
}

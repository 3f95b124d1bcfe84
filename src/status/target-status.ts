import { basesOf, unvouchedFor } from '../backup/delegated/bases.ts'
import { listBackups, type CatalogEntry } from '../backup/catalog.ts'
import { findLost, lostManifest } from '../backup/find-lost.ts'
import type { CopyJudgement } from '../compliance/judge-copy.ts'
import { ERROR_CODES, EXIT, worstExitCode, type ErrorCode, type ExitCode } from '../core/errors.ts'
import type { DrillRecord, Verdict } from '../core/record.ts'
import type { Target } from '../core/target.ts'
import type { AnchorSources } from '../evidence/anchors.ts'
import { readJudgements } from '../evidence/read-judgements.ts'
import { futureContent, futureId, TOLERATED_SKEW_MS } from './future.ts'
import { judgeCopies } from '../compliance/judge-copies.ts'
import { lookAtBackup, type Finding, type SeenBackup } from './look-at-backup.ts'

export interface Point {
  readonly id: string
  /** The instant whose data it holds. */
  readonly at: string
  readonly ageMs: number
}

export interface ProvenPoint extends Point {
  readonly drilledAt: string
  readonly drill: string
  /** Whether the ledger holds the drill's record. */
  readonly published: boolean
  readonly grade?: number
}

export interface TargetStatus {
  readonly target: string
  readonly backups: number
  readonly claimed?: Point
  readonly anchored?: Point
  readonly proven?: ProvenPoint
  readonly rpo: { readonly verdict: Verdict; readonly actualMs?: number; readonly objectiveMs?: number }
  readonly findings: readonly Finding[]
  readonly exitCode: ExitCode
}

export interface StatusSources extends AnchorSources {
  readonly now: Date
  readonly warn: (sentence: string) => void
}

/** Manifests that may prove bad before the search for a good one is given up. */
const MOST_BAD = 20

/** What a target's backups are worth now: manifests are read, and the newest verifications and drills count. */
export async function targetStatus(target: Target, sources: StatusSources): Promise<TargetStatus> {
  const entries = await listBackups(sources.store, target.name)
  const survey = new Survey(sources, await copiesOf(target, entries, sources))
  const present = entries.filter((entry) => survey.isPresent(entry))
  await survey.noteLost(target.name, entries, present.at(-1))
  const newestFirst = present.filter((entry) => survey.isGood(entry)).toReversed()
  const { ledger } = sources
  const claimed = await survey.first(newestFirst, () => true)
  const published = newestFirst.filter(({ id }) => ledger?.entries.get(id)?.kind === 'backup')
  const anchored = await survey.first(published, ({ anchor }) => anchor === 'ledger')
  const drilled = newestFirst.filter(({ id }) => survey.proofOf(id) !== undefined)
  const proven = await survey.first(drilled, (seen) => survey.proves(seen))
  if (proven === undefined) survey.warnOfGone(entries)
  const rpo = rpoOf(target, claimed)
  return {
    target: target.name,
    backups: entries.length,
    ...(claimed === undefined ? {} : { claimed }),
    ...(anchored === undefined ? {} : { anchored }),
    ...provenPart(proven, survey, sources),
    rpo,
    findings: survey.findings,
    exitCode: worstExitCode([
      ...survey.findings.map(({ code }) => ERROR_CODES[code]),
      ...(rpo.verdict === 'breached' ? [EXIT.breached] : []),
    ]),
  }
}

function provenPart(
  point: Point | undefined,
  survey: Survey,
  { ledger }: StatusSources,
): Pick<TargetStatus, 'proven'> {
  const proof = point === undefined ? undefined : survey.proofOf(point.id)
  if (point === undefined || proof === undefined) return {}
  const { id: drill, startedAt: drilledAt, grade } = proof
  const published = ledger?.entries.has(drill) === true
  return { proven: { ...point, drilledAt, drill, published, ...(grade === undefined ? {} : { grade }) } }
}

async function copiesOf(
  target: Target,
  entries: readonly CatalogEntry[],
  sources: StatusSources,
): Promise<ReadonlyMap<string, CopyJudgement>> {
  const judgements = await readJudgements({
    ...sources,
    target: target.name,
    since: entries[0]?.at ?? new Date(0),
    until: new Date(sources.now.getTime() + TOLERATED_SKEW_MS),
    backupIds: new Set(entries.map(({ id }) => id)),
  })
  return judgeCopies(judgements)
}

/** Looks at backups once each and gathers what is wrong with them. */
class Survey {
  readonly findings: Finding[] = []
  readonly #sources: StatusSources
  readonly #copies: ReadonlyMap<string, CopyJudgement>
  readonly #seen = new Map<string, SeenBackup | undefined>()

  constructor(sources: StatusSources, copies: ReadonlyMap<string, CopyJudgement>) {
    this.#sources = sources
    this.#copies = copies
  }

  isPresent(entry: CatalogEntry): boolean {
    const why = futureId(entry, this.#sources.now)
    if (why === undefined) return true
    this.#note('finding-open', entry.id, `backup ${entry.id} ${why}, so it counts for nothing`)
    return false
  }

  isGood({ id }: CatalogEntry): boolean {
    const bad = this.#copies.get(id)?.bad
    if (bad?.error === undefined) return true
    const { kind, id: record, error } = bad
    this.#note(error.code as ErrorCode, id, `backup ${id} is bad, says ${kind} ${record}: ${error.message}`)
    return false
  }

  proofOf(id: string): DrillRecord | undefined {
    return this.#copies.get(id)?.proof
  }

  /** A drill proves the manifest that it read, and no other: a base that no record vouches for may be another one by now. */
  proves({ manifest, sha256, anchor }: SeenBackup): boolean {
    if (anchor === 'none') return false
    const proof = this.proofOf(manifest.id)
    if (proof === undefined || proof.backup?.manifestSha256 === sha256) return proof !== undefined
    this.#sources.warn(`drill ${proof.id} proved another manifest of backup ${manifest.id}, so not this one`)
    return false
  }

  /** What is gone cannot be restored, however well it was proven. */
  warnOfGone(entries: readonly CatalogEntry[]): void {
    const listed = new Set(entries.map(({ id }) => id))
    const proofs = [...this.#copies].filter(([id, { proof }]) => proof !== undefined && !listed.has(id))
    const [id, gone] = proofs.at(-1) ?? []
    if (gone?.proof === undefined) return
    const { warn, store } = this.#sources
    warn(`drill ${gone.proof.id} proved backup ${id}, which is no longer in store ${store.name}`)
  }

  async noteLost(
    target: string,
    entries: readonly CatalogEntry[],
    found: CatalogEntry | undefined,
  ): Promise<void> {
    const lost = await findLost(this.#sources, { target, entries, found })
    if (lost === undefined) return
    const store = this.#sources.store.name
    this.#note('manifest-absent', lost.id, lostManifest(lost, { target, store, found }).message)
  }

  /** The first of these that can be relied on and is accepted. */
  async first(
    entries: readonly CatalogEntry[],
    accept: (seen: SeenBackup) => boolean,
  ): Promise<Point | undefined> {
    for (const entry of entries.slice(0, MOST_BAD)) {
      const seen = await this.#look(entry)
      if (seen === undefined || !accept(seen)) continue
      const { fromAt } = seen.manifest.consistency
      return {
        id: entry.id,
        at: fromAt,
        ageMs: Math.max(0, this.#sources.now.getTime() - Date.parse(fromAt)),
      }
    }
    return undefined
  }

  async #look(entry: CatalogEntry): Promise<SeenBackup | undefined> {
    if (this.#seen.has(entry.id)) return this.#seen.get(entry.id)
    const seen = await lookAtBackup(this.#sources, entry)
    const usable = 'what' in seen ? this.#refuse(seen) : this.#dated(seen)
    if (usable?.anchor === 'none')
      this.#note('finding-open', entry.id, `${unvouchedFor(entry.id, usable)}: it could have been forged`)
    this.#seen.set(entry.id, usable)
    return usable
  }

  #dated(seen: SeenBackup): SeenBackup | undefined {
    const badBase = basesOf(seen.manifest).find((id) => this.#copies.get(id)?.bad !== undefined)
    if (badBase !== undefined) {
      const { id: backup } = seen.manifest
      const what = `backup ${backup} counts for nothing: it is based on ${badBase}, which was found bad`
      return this.#refuse({ code: 'finding-open', backup, what })
    }
    const why = futureContent(seen, this.#sources.now)
    if (why === undefined) return seen
    const { id } = seen.manifest
    const what = `backup ${id} ${why}, so it counts for nothing`
    return this.#refuse({ code: 'finding-open', backup: id, what })
  }

  #refuse(finding: Finding): undefined {
    this.findings.push(finding)
  }

  #note(code: ErrorCode, backup: string, what: string): void {
    this.findings.push({ code, backup, what })
  }
}

/** What would be lost if the source were gone now; without a good backup that is everything. */
function rpoOf({ objectives }: Target, claimed: Point | undefined): TargetStatus['rpo'] {
  const { rpoMs: objectiveMs } = objectives
  if (objectiveMs === undefined) return { verdict: 'notMeasured' }
  if (claimed === undefined) return { verdict: 'breached', objectiveMs }
  const { ageMs: actualMs } = claimed
  return { verdict: actualMs <= objectiveMs ? 'met' : 'breached', actualMs, objectiveMs }
}

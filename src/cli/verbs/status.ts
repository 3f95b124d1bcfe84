import type { CatalogEntry } from '../../backup/catalog.ts'
import type { Configuration } from '../../config/configuration.ts'
import { EXIT, LifeboatError } from '../../core/errors.ts'
import type { DrillRecord, Verdict } from '../../core/record.ts'
import type { StoreReader } from '../../core/store.ts'
import type { Target } from '../../core/target.ts'
import type { LedgerReader } from '../../evidence/ledger/read-ledger.ts'
import { closing } from '../closing.ts'
import { chosenTargets } from '../each-target.ts'
import { openLedger } from '../open-ledger.ts'
import { columns, duration, plural, seconds, verdictText } from '../output/lines.ts'
import type { Outcome, Verb } from '../verb.ts'

export const statusVerb: Verb = {
  name: 'status',
  summary: 'show how recent the newest claimed, anchored and proven backups are',
  arguments: [
    { notation: '[target...]', description: 'names in lifeboat.yaml; all of them when none is given' },
  ],
  examples: [
    ['lifeboat status', 'all targets'],
    ['lifeboat status orders --json', 'for a script'],
  ],
  run: async (input, shell): Promise<Outcome> => {
    const configuration = await shell.configuration()
    const context = await shell.context()
    const { ledger, notes } = await openLedger(configuration, context)
    const found: TargetStatus[] = []
    for (const target of await chosenTargets(shell, input.arguments)) {
      const warn = (message: string): void =>
        context.reporter.report({ event: 'warning', message: `${target.name}: ${message}` })
      found.push(await targetStatus(target, { configuration, ledger, now: context.clock.now(), warn }))
    }
    return {
      exitCode: found.some(({ rpo }) => rpo.verdict === 'breached') ? EXIT.breached : EXIT.done,
      result: { targets: found, notes },
      text: [...notes, ...found.map(statusText)].join('\n\n'),
    }
  },
}

/** Backups that may prove bad before the search for an anchored one is given up. */
const MOST_BAD = 20

interface Point {
  readonly id: string
  readonly at: string
  readonly ageMs: number
}

interface TargetStatus {
  readonly target: string
  readonly backups: number
  readonly claimed?: Point
  readonly anchored?: Point
  readonly proven?: Point & { readonly drilledAt: string; readonly grade?: number }
  readonly rpo: { readonly verdict: Verdict; readonly actualMs?: number; readonly objectiveMs?: number }
  readonly next: { readonly backup?: string; readonly drill?: string }
}

interface Sources {
  readonly configuration: Configuration
  readonly ledger: LedgerReader | undefined
  readonly now: Date
  readonly warn: (sentence: string) => void
}

async function targetStatus(target: Target, sources: Sources): Promise<TargetStatus> {
  const { configuration, ledger, now, warn } = sources
  const { listBackups } = await import('../../backup/catalog.ts')
  const { findProof } = await import('../../evidence/find-proof.ts')
  await using store = closing(await configuration.storeReader(target.store))
  const backups = await listBackups(store.value, target.name)
  const ids = new Set(backups.map(({ id }) => id))
  const proof = await findProof(target.name, {
    store: store.value,
    ...(ledger === undefined ? {} : { ledger }),
    exists: (id) => ids.has(id),
    warn,
  })
  const claimed = backups.at(-1)
  const anchored = await findAnchored(backups, store.value, sources)
  const proven = proofPoint(proof, now)
  return {
    target: target.name,
    backups: backups.length,
    ...(claimed === undefined ? {} : { claimed: point(claimed, now) }),
    ...(anchored === undefined ? {} : { anchored: point(anchored, now) }),
    ...(proven === undefined ? {} : { proven }),
    rpo: rpoOf(target, claimed, now),
    next: await nextOf(target, now),
  }
}

/** The newest backup whose manifest has the digest that its published record holds. */
async function findAnchored(
  backups: readonly CatalogEntry[],
  store: StoreReader,
  { ledger, warn }: Sources,
): Promise<CatalogEntry | undefined> {
  const { findAnchor } = await import('../../evidence/anchors.ts')
  const { readManifest } = await import('../../backup/read-manifest.ts')
  if (ledger === undefined) return undefined
  const published = backups.filter(({ id }) => ledger.entries.get(id)?.kind === 'backup').toReversed()
  for (const backup of published.slice(0, MOST_BAD)) {
    try {
      const found = await findAnchor(backup.target, backup.id, { store, ledger })
      await readManifest(store, backup, found)
      if (found.anchor === 'ledger') return backup
    } catch (error) {
      if (!(error instanceof LifeboatError) || error.exitCode !== EXIT.bad) throw error
      warn(`backup ${backup.id} is not anchored: ${error.message}`)
    }
  }
  return undefined
}

function point({ id, at }: CatalogEntry, now: Date): Point {
  return { id, at: at.toISOString(), ageMs: Math.max(0, now.getTime() - at.getTime()) }
}

function proofPoint(proof: DrillRecord | undefined, now: Date): TargetStatus['proven'] {
  if (proof?.backup === undefined || proof.consistency === undefined) return undefined
  const { fromAt } = proof.consistency
  return {
    id: proof.backup.id,
    at: fromAt,
    ageMs: Math.max(0, now.getTime() - Date.parse(fromAt)),
    drilledAt: proof.startedAt,
    ...(proof.grade === undefined ? {} : { grade: proof.grade }),
  }
}

/** What would be lost if the source were gone now; without a backup that is everything. */
function rpoOf({ objectives }: Target, claimed: CatalogEntry | undefined, now: Date): TargetStatus['rpo'] {
  const { rpoMs: objectiveMs } = objectives
  if (objectiveMs === undefined) return { verdict: 'notMeasured' }
  if (claimed === undefined) return { verdict: 'breached', objectiveMs }
  const actualMs = Math.max(0, now.getTime() - claimed.at.getTime())
  return { verdict: actualMs <= objectiveMs ? 'met' : 'breached', actualMs, objectiveMs }
}

async function nextOf({ schedule, timeZone }: Target, now: Date): Promise<TargetStatus['next']> {
  const { nextFire } = await import('../../schedule/cron.ts')
  const next = (expression: string | undefined): string | undefined =>
    expression === undefined ? undefined : nextFire({ expression, timeZone }, now)?.toISOString()
  const [backup, drill] = [next(schedule.backup), next(schedule.drill)]
  return { ...(backup === undefined ? {} : { backup }), ...(drill === undefined ? {} : { drill }) }
}

function statusText(status: TargetStatus): string {
  const { target, backups, claimed, anchored, proven, rpo, next } = status
  const drilled =
    proven === undefined
      ? 'no drill has proven one'
      : `grade ${proven.grade ?? '?'}, drilled ${seconds(proven.drilledAt)}`
  return [
    `${target}: ${plural(backups, 'backup')}, RPO ${verdictText(rpo.verdict, rpo.actualMs, rpo.objectiveMs)}`,
    columns(
      ['', 'backup', 'data of', 'age', ''],
      [
        row('claimed', claimed, 'its upload was verified'),
        row(
          'anchored',
          anchored,
          anchored === undefined ? 'publish the records: lifeboat collect' : 'published',
        ),
        row('proven', proven, drilled),
      ],
    ),
    `next backup ${next.backup === undefined ? 'is not scheduled' : seconds(next.backup)}, next drill ${next.drill === undefined ? 'is not scheduled' : seconds(next.drill)}`,
  ].join('\n')
}

function row(name: string, at: Point | undefined, note: string): string[] {
  return at === undefined
    ? [name, '-', '-', '-', note]
    : [name, at.id, seconds(at.at), duration(at.ageMs), note]
}

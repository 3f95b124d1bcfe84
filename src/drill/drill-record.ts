import type { Check } from '../core/engine.ts'
import { EXIT, LifeboatError } from '../core/errors.ts'
import type { DrillRecord, Verdict } from '../core/record.ts'
import { publishIntegrity } from '../evidence/publish-integrity.ts'
import type { Objectives } from '../core/target.ts'
import { publishApplicationChecks, publishEngineChecks, WITHHELD } from '../evidence/publish-checks.ts'
import { publishName, type DisclosureOptions } from '../evidence/publish-datasets.ts'
import type { RunLog } from '../evidence/run-log.ts'
import type { DrillFacts } from './drill-facts.ts'
import type { DrillJob } from './drill.ts'
import { gradeDrill } from './grade.ts'
import { integrityChecks } from './integrity-rules.ts'
import { publishComparison } from './publish-comparison.ts'
import { judgeDrill } from './verdicts.ts'

const MINUTE_MS = 60_000

export interface DrillEnd {
  readonly log: RunLog
  readonly facts: DrillFacts
  readonly disclosure: DisclosureOptions
}

/** The record of a drill that ended, by `failure` or without one, and what its error stands for. */
export function drillRecord(
  job: DrillJob,
  { log, facts, disclosure }: DrillEnd,
  failure: unknown,
): { readonly record: DrillRecord; readonly reason: unknown } {
  const { engine, plan, target } = job
  const { objectives } = target
  const checks = publishChecks(facts, disclosure)
  const highest = engine.capabilities.highestGrade
  const evidence = { ...facts, ...checks, applicationChecks: askedChecks(checks), highest }
  const { grade, proving, limitations } = gradeDrill(evidence)
  for (const sentence of limitations) log.limitation(sentence)
  const proven = failure === undefined && proving && isVouchedFor(job, facts)
  const ageMs = ageOf(facts, log)
  const newest = facts.selection.method === 'latest'
  if (!newest) log.limitation('The RPO is judged only by drills of the newest backup.')
  const verdicts = judgeDrill({
    newest,
    objectives,
    ...(facts.rtaMs === undefined ? {} : { rtaMs: facts.rtaMs }),
    ...(ageMs === undefined || !facts.loaded ? {} : { ageMs }),
    ...integrityOf(facts, proven, failure),
  })
  const highestReached = grade === highest.grade && facts.anchor !== 'none'
  // A copy that was not proven must not pass for one that was only late.
  const reason = failure ?? (proven || highestReached ? breach(verdicts) : unproven(limitations))
  const base = log.finish(reason)
  const record: DrillRecord = {
    ...base,
    kind: 'drill',
    plan: plan.name,
    selection: facts.selection,
    ...(facts.backup === undefined ? {} : { backup: facts.backup }),
    anchor: facts.anchor,
    ...(facts.consistency === undefined ? {} : { consistency: facts.consistency }),
    ...(facts.sandbox === undefined ? {} : { sandbox: facts.sandbox }),
    ...(grade === undefined ? {} : { grade }),
    highestGrade: highest,
    proven,
    ...(facts.comparison === undefined
      ? {}
      : { comparison: publishComparison(facts.comparison, disclosure) }),
    ...shownChecks(checks),
    ...groupOf(job),
    ...controlOf(facts, disclosure),
    ...actualsOf(objectives, facts.rtaMs, ageMs),
    verdicts,
    summary: {
      drill_timestamp: base.startedAt,
      backup_age_minutes: minutes(ageMs),
      restore_duration_minutes: minutes(facts.rtaMs),
      rpo_compliant: compliance(verdicts.rpo),
      rto_compliant: compliance(verdicts.rto),
      status: STATUS[base.outcome],
    },
  }
  return { record, reason }
}

const STATUS = {
  succeeded: 'success',
  failed: 'failed',
  couldNotRun: 'could_not_run',
  cancelled: 'cancelled',
} as const

/** A copy is proven only when a record vouches for its bytes and the comparison has shown that it notices damage. */
function isVouchedFor({ engine }: DrillJob, { anchor, comparison, negativeControl }: DrillFacts): boolean {
  const controlled = engine.capabilities.tampers ? negativeControl?.detected === true : true
  return anchor !== 'none' && comparison?.equal === true && controlled
}

function ageOf({ consistency }: DrillFacts, log: RunLog): number | undefined {
  return consistency === undefined ? undefined : log.startedAt.getTime() - Date.parse(consistency.fromAt)
}

function integrityOf(
  { comparison }: DrillFacts,
  proven: boolean,
  failure: unknown,
): { readonly integrity?: 'proven' | 'different' | 'unproven' } {
  if (proven) return { integrity: 'proven' }
  const bad = failure instanceof LifeboatError && failure.exitCode === EXIT.bad
  // A comparison that notices nothing says nothing about the copy.
  if (bad && failure.code !== 'drill-invalid') return { integrity: 'different' }
  return comparison === undefined ? {} : { integrity: 'unproven' }
}

function breach({ rto, rpo }: DrillRecord['verdicts']): LifeboatError | undefined {
  const late = [...(rto === 'breached' ? ['RTO'] : []), ...(rpo === 'breached' ? ['RPO'] : [])]
  if (late.length === 0) return undefined
  return new LifeboatError({
    code: 'objective-breached',
    what: `the ${late.join(' and the ')} objective was not met`,
    fix: 'back up more often or restore faster, or have the objective changed by whoever approved it',
  })
}

/** Nothing was found wrong, and nothing was shown either that makes a copy proven. */
function unproven(limitations: readonly string[]): LifeboatError {
  return new LifeboatError({
    code: 'finding-open',
    what: 'the drill found nothing wrong, and did not prove the backup',
    ...(limitations.length === 0 ? {} : { why: limitations.join(' ') }),
    fix: 'see the limitations of the drill; take a backup without them and drill that',
  })
}

type PublishedChecks = Pick<DrillFacts, 'engineChecks' | 'applicationChecks' | 'integrity' | 'reconciliation'>

function publishChecks(
  { engineChecks, applicationChecks, integrity, reconciliation }: DrillFacts,
  options: DisclosureOptions,
): PublishedChecks {
  const { disclosure } = options
  return {
    ...(engineChecks === undefined ? {} : { engineChecks: publishEngineChecks(engineChecks, disclosure) }),
    ...(applicationChecks === undefined
      ? {}
      : { applicationChecks: publishApplicationChecks(applicationChecks, disclosure) }),
    ...(integrity === undefined ? {} : { integrity: publishIntegrity(integrity, options) }),
    // Named by whoever reconciled, as the group's record may show them.
    ...(reconciliation === undefined ? {} : { reconciliation }),
  }
}

/** Everything that stands for the highest grade. */
function askedChecks({
  applicationChecks = [],
  integrity = [],
  reconciliation = [],
}: PublishedChecks): readonly Check[] {
  return [...applicationChecks, ...integrityChecks(integrity), ...reconciliation]
}

function shownChecks({
  engineChecks = [],
  applicationChecks = [],
  integrity,
  reconciliation = [],
}: PublishedChecks): Pick<DrillRecord, 'checks' | 'integrity'> {
  return {
    checks: [...engineChecks, ...applicationChecks, ...reconciliation],
    ...(integrity === undefined ? {} : { integrity }),
  }
}

function groupOf({ group }: DrillJob): Pick<DrillRecord, 'group'> {
  return group === undefined ? {} : { group: { name: group.name, record: group.record } }
}

function controlOf(
  { negativeControl }: DrillFacts,
  disclosure: DisclosureOptions,
): Pick<DrillRecord, 'negativeControl'> {
  if (negativeControl === undefined) return {}
  const { dataset, change } = negativeControl
  const published = {
    dataset: publishName(dataset, disclosure),
    change: disclosure.disclosure === 'full' ? change : WITHHELD,
  }
  return { negativeControl: { ...negativeControl, ...published } }
}

function actualsOf(
  { rtoMs, rpoMs }: Objectives,
  rtaMs: number | undefined,
  ageMs: number | undefined,
): Pick<DrillRecord, 'rta' | 'rpa'> {
  return {
    ...(rtaMs === undefined ? {} : { rta: { measuredMs: rtaMs, ...objective(rtoMs) } }),
    ...(ageMs === undefined ? {} : { rpa: { ageMs, ...objective(rpoMs) } }),
  }
}

function objective(objectiveMs: number | undefined): { readonly objectiveMs?: number } {
  return objectiveMs === undefined ? {} : { objectiveMs }
}

function minutes(milliseconds: number | undefined): number | null {
  return milliseconds === undefined ? null : Math.ceil(milliseconds / MINUTE_MS)
}

function compliance(verdict: Verdict): boolean | null {
  if (verdict === 'met') return true
  return verdict === 'breached' ? false : null
}

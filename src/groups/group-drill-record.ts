import { EXIT, LifeboatError, worstExitCode } from '../core/errors.ts'
import type { GroupDrillRecord } from '../core/group-record.ts'
import type { Verdict } from '../core/record.ts'
import { judgeDuration, worstVerdict } from '../core/verdict.ts'
import type { GroupDrillJob, GroupRun } from './drill-group.ts'
import { groupLimitations, idleRule } from './group-limitations.ts'
import { errorCodeOf, type MemberEnd } from './member-run.ts'
import { memberOf } from './member-of.ts'
import { publishResult, ruleNames } from './publish-results.ts'
import { hasCompared, type RuleResult } from './run-rules.ts'

/** The record of a group's drill that ended, by `failure` or without one, and what its error stands for. */
export function groupDrillRecord(
  { group, members, plan }: GroupDrillJob,
  { log, facts, disclosure }: GroupRun,
  failure: unknown,
): { readonly record: GroupDrillRecord; readonly reason: unknown } {
  const ends = members.map(({ target }) => ({ target: target.name, end: facts.ends.get(target.name) ?? {} }))
  const { results } = facts
  const nameOf = ruleNames(group.reconcile, disclosure)
  const sound = ends.every(({ end }) => isSound(end)) && results.every(({ result }) => result === 'passed')
  const measuredMs = failure === undefined && sound ? facts.elapsedMs : undefined
  const verdicts = verdictsOf({
    ends,
    results,
    measuredMs,
    rules: group.reconcile.length,
    rtoMs: group.rtoMs,
  })
  const idle = results.filter(({ result, found }) => result === 'passed' && !hasCompared(found))
  const limitations = [...groupLimitations(group), ...idle.map(({ rule }) => idleRule(nameOf(rule)))]
  for (const sentence of limitations) log.limitation(sentence)
  const proven = failure === undefined && verdicts.integrity === 'met' && verdicts.reconciliation === 'met'
  const worst = failure ?? worstOf([...ends.flatMap(memberFailure), ...ruleFailures(results)])
  // Rules that compared nothing must not pass for a group that was only late.
  const reason = worst ?? (idle.length === 0 ? late(verdicts) : unproven(limitations))
  const record: GroupDrillRecord = {
    ...log.finish(reason),
    kind: 'groupDrill',
    plan: plan.name,
    members: ends.map(({ target, end: { record } }) => ({
      ...memberOf(target, record),
      ...(record?.grade === undefined ? {} : { grade: record.grade }),
      proven: record?.proven === true,
    })),
    ...(facts.instants === undefined ? {} : { instants: facts.instants }),
    reconciliation: results.map((result) => publishResult(result, nameOf(result.rule), disclosure)),
    proven,
    ...(measuredMs === undefined
      ? {}
      : { rta: { measuredMs, ...(group.rtoMs === undefined ? {} : { objectiveMs: group.rtoMs }) } }),
    verdicts,
  }
  return { record, reason }
}

interface End {
  readonly target: string
  readonly end: MemberEnd
}

interface Judged {
  readonly ends: readonly End[]
  readonly results: readonly RuleResult[]
  readonly rules: number
  readonly measuredMs: number | undefined
  readonly rtoMs: number | undefined
}

function verdictsOf({ ends, results, rules, measuredMs, rtoMs }: Judged): GroupDrillRecord['verdicts'] {
  const rto = judgeDuration(measuredMs, rtoMs)
  const integrity = worstVerdict(ends.map(({ end }) => end.record?.verdicts.integrity ?? 'notMeasured'))
  const reconciliation = reconciled(results, rules)
  return { rto, reconciliation, integrity, overall: worstVerdict([rto, reconciliation, integrity]) }
}

function reconciled(results: readonly RuleResult[], rules: number): Verdict {
  if (results.some(({ result }) => result === 'failed')) return 'breached'
  const ran = results.length === rules && results.every(({ result }) => result === 'passed')
  // What had nothing to compare shows nothing.
  const compared = results.length > 0 && results.every(({ found }) => hasCompared(found))
  return ran && compared ? 'met' : 'notMeasured'
}

/** Late is not bad: the copy can be used. */
function isSound({ record }: MemberEnd): boolean {
  return record !== undefined && (record.error === undefined || record.error.code === 'objective-breached')
}

function memberFailure({ target, end }: End): readonly LifeboatError[] {
  if (isSound(end)) return []
  const code = errorCodeOf(end)
  return [
    new LifeboatError({
      code,
      what: `member ${target} was not proven, so the group is not`,
      ...(end.record?.error === undefined ? {} : { why: end.record.error.message }),
      fix: `see what the drill of ${target} found`,
      cause: end.error,
    }),
  ]
}

function ruleFailures(results: readonly RuleResult[]): readonly LifeboatError[] {
  const failed = results.filter(({ result }) => result === 'failed')
  const notRun = results.filter(({ result }) => result === 'notRun')
  const share = (some: readonly RuleResult[]): string => `${some.length} of ${results.length} reconcile rules`
  return [
    ...(failed.length === 0
      ? []
      : [
          new LifeboatError({
            code: 'content-different',
            what: `${share(failed)} failed: the stores do not fit together`,
            why: [...failed.map(wordsOf), ...notRun.map(unrun)].join('; '),
            fix: 'find out which store lacks what, in the source and in its backup; then back the group up and drill it again',
          }),
        ]),
    ...notRun.map(
      ({ error }) =>
        new LifeboatError({
          code: error?.code ?? 'unexpected',
          what: `${share(notRun)} could not be run, so the group is not proven`,
          why: notRun.map(unrun).join('; '),
          ...(error?.fix === undefined ? {} : { fix: error.fix }),
          cause: error,
        }),
    ),
  ]
}

function unrun({ rule, error }: RuleResult): string {
  return `${rule.name} was not run: ${error?.message ?? 'unknown'}`
}

function wordsOf({ rule, found, error }: RuleResult): string {
  if (found === undefined) return `${rule.name}: ${error?.message ?? 'unknown'}`
  const { truth, derived, missing, orphaned } = found
  const few = truth.count < rule.atLeast ? `, and at least ${rule.atLeast} keys must be there` : ''
  const none = derived.count === 0 ? `, and ${rule.derived.target} gave no key at all` : ''
  return `${rule.name}: ${missing.count} of ${truth.count} keys of ${rule.truth.target} are missing in ${rule.derived.target}, ${orphaned.count} of ${derived.count} there are orphaned${few}${none}`
}

/** What is bad comes before everything that could only not be said. */
function worstOf(failures: readonly LifeboatError[]): LifeboatError | undefined {
  const codes = failures.map(({ exitCode }) => exitCode)
  const worst = codes.includes(EXIT.bad) ? EXIT.bad : worstExitCode(codes)
  return failures.find(({ exitCode }) => exitCode === worst)
}

function late({ rto }: GroupDrillRecord['verdicts']): LifeboatError | undefined {
  if (rto !== 'breached') return undefined
  return new LifeboatError({
    code: 'objective-breached',
    what: 'the RTO objective of the group was not met',
    fix: 'restore faster, or have the objective changed by whoever approved it',
  })
}

/** Nothing was found wrong, and nothing was shown either that makes members proven together. */
function unproven(limitations: readonly string[]): LifeboatError {
  return new LifeboatError({
    code: 'finding-open',
    what: 'the drill of the group found nothing wrong, and did not prove its members together',
    why: limitations.join(' '),
    fix: 'see the limitations of the drill; write reconcile rules that find keys on both sides, and drill the group again',
  })
}

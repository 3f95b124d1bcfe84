import type { Context } from '../core/context.ts'
import type { Check } from '../core/engine.ts'
import { LifeboatError, type ErrorCode } from '../core/errors.ts'
import type { Instants, KeySide, ReconcileRule } from '../core/reconcile.ts'
import type { GroupCopy } from '../drill/drill.ts'
import type { KeyComparison } from '../reconcile/compare-keys.ts'
import { instantsOf, withInstants } from '../reconcile/instants.ts'
import { comparedNothing, holds } from '../reconcile/judge-rule.ts'
import { reconcile, type Side } from '../reconcile/reconcile.ts'

/** What came of one rule before it is published. */
export interface RuleResult {
  readonly rule: ReconcileRule
  readonly result: 'passed' | 'failed' | 'notRun'
  readonly found?: KeyComparison
  /** Why it could not be run, or what the copy could not answer. */
  readonly error?: LifeboatError
}

export interface RuleSources {
  /** The validated copies, by target. */
  readonly copies: ReadonlyMap<string, GroupCopy>
  /** Why there is none of the others, by target. */
  readonly absent: ReadonlyMap<string, ErrorCode>
  readonly context: Context
}

/** Runs every rule, one after the other; one that cannot be run does not stop the others, a signal does. */
export async function runRules(
  rules: readonly ReconcileRule[],
  sources: RuleSources,
): Promise<readonly RuleResult[]> {
  const results: RuleResult[] = []
  for (const rule of rules) results.push(await runRule(rule, sources))
  return results
}

async function runRule(rule: ReconcileRule, { copies, absent, context }: RuleSources): Promise<RuleResult> {
  const [truth, derived] = [copies.get(rule.truth.target), copies.get(rule.derived.target)]
  const instants = instantsOfBoth(truth, derived)
  if (truth === undefined || derived === undefined || instants === undefined) {
    return { rule, result: 'notRun', error: notRestored(rule, absent) }
  }
  const { workDir, signal } = context
  try {
    const sides = {
      truth: sideOf(truth, rule.truth, instants),
      derived: sideOf(derived, rule.derived, instants),
    }
    const found = await truth.bound(derived.bound(reconcile({ ...sides, workDir, signal })))
    return { rule, result: holds(rule, found) ? 'passed' : 'failed', found }
  } catch (error) {
    if (signal.aborted) throw error
    const known = error instanceof LifeboatError ? error : unexpected(error)
    // What a copy lacks it cannot be asked for: that is a finding about the copy, and everything else is none.
    return { rule, result: known.code === 'content-different' ? 'failed' : 'notRun', error: known }
  }
}

/** Of these two only: an older copy of a third member must not narrow what they are compared by. */
function instantsOfBoth(...copies: readonly (GroupCopy | undefined)[]): Instants | undefined {
  const known = copies.flatMap((copy) => copy?.consistency ?? [])
  return known.length === copies.length ? instantsOf(known) : undefined
}

function unexpected(cause: unknown): LifeboatError {
  const name = cause instanceof Error ? cause.name : 'a thrown value'
  return new LifeboatError({ code: 'unexpected', what: `Unexpected error (${name})`, cause })
}

function sideOf({ keys, explain }: GroupCopy, side: KeySide, instants: Instants): Side {
  return { keys: keys(withInstants(side.keys, instants)), explain }
}

/** What kept a member from being restored kept the rule from being run: the same code, so that the group's exit code is the member's. */
function notRestored({ truth, derived }: ReconcileRule, absent: RuleSources['absent']): LifeboatError {
  const lacking = [truth.target, derived.target].find((target) => absent.has(target))
  return new LifeboatError({
    code: absent.get(lacking ?? '') ?? 'unexpected',
    what: `${truth.target} and ${derived.target} could not be reconciled`,
    why:
      lacking === undefined
        ? 'it is not known when one of them was captured'
        : `the drill of ${lacking} ended before there was a copy to compare`,
  })
}

/** False where nothing was found out about keys that both sides could have in common. */
export function hasCompared(found: KeyComparison | undefined): boolean {
  return found !== undefined && !comparedNothing(found)
}

/** What the rules say about one member, as checks of its own drill. */
export function checksOf(
  results: readonly RuleResult[],
  target: string,
  nameOf: (rule: ReconcileRule) => string,
): readonly Check[] {
  return results
    .filter(({ rule }) => [rule.truth.target, rule.derived.target].includes(target))
    .map(({ rule, result, found, error }) => ({
      name: `reconcile: ${nameOf(rule)}`,
      result: result === 'notRun' || (result === 'passed' && !hasCompared(found)) ? 'skipped' : result,
      detail:
        found === undefined
          ? `could not be asked (${error?.code ?? 'unexpected'})`
          : `${found.missing.count} missing, ${found.orphaned.count} orphaned`,
    }))
}

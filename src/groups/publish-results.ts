import type { Reconciliation } from '../core/group-record.ts'
import type { ReconcileRule } from '../core/reconcile.ts'
import { effectiveDisclosure, keyedDigest, type DisclosureOptions } from '../evidence/publish-datasets.ts'
import type { KeyComparison, OneSided, SideSummary } from '../reconcile/compare-keys.ts'
import type { RuleResult } from './run-rules.ts'

/** The name of a rule as a record may show it: its own words only where everything is disclosed. */
export function ruleNames(
  rules: readonly ReconcileRule[],
  { disclosure }: DisclosureOptions,
): (rule: ReconcileRule) => string {
  return (rule) => (disclosure === 'full' ? rule.name : `rule ${rules.indexOf(rule) + 1}`)
}

/** What came of a rule as the group's record may show it: counts, and HMACs of digests; never a key. */
export function publishResult(
  { rule, result, found, error }: RuleResult,
  name: string,
  options: DisclosureOptions,
): Reconciliation {
  const { truth, derived, tolerance, atLeast } = rule
  return {
    name,
    result,
    truth: { target: truth.target, ...publishSide(found?.truth, options) },
    derived: { target: derived.target, ...publishSide(found?.derived, options) },
    tolerance,
    atLeast,
    ...(found === undefined
      ? {}
      : { missing: found.missing.count, orphaned: found.orphaned.count, ...samplesOf(found, options) }),
    ...(error === undefined ? {} : { error: error.code }),
  }
}

function publishSide(
  side: SideSummary | undefined,
  options: DisclosureOptions,
): { readonly count?: number; readonly keyedDigest?: string } {
  if (side === undefined || effectiveDisclosure(options) === 'totals') return {}
  return {
    count: side.count,
    ...(options.key === undefined ? {} : { keyedDigest: keyedDigest(options.key, side.digest) }),
  }
}

function samplesOf(
  { missing, orphaned }: KeyComparison,
  options: DisclosureOptions,
): Pick<Reconciliation, 'samples'> {
  const { key } = options
  if (key === undefined || effectiveDisclosure(options) === 'totals') return {}
  const hmacs = ({ samples }: OneSided): readonly string[] =>
    samples.map((digest) => keyedDigest(key, digest))
  return { samples: { missing: hmacs(missing), orphaned: hmacs(orphaned) } }
}

import type { Consistency } from '../core/engine.ts'
import type { Instants } from '../core/reconcile.ts'

/** Between which instants the members were captured; undefined of none. Each by its own server's clock. */
export function instantsOf(members: readonly Consistency[]): Instants | undefined {
  const from = members.map(({ fromAt }) => fromAt).toSorted(byTime)[0]
  const to = members
    .map(({ toAt }) => toAt)
    .toSorted(byTime)
    .at(-1)
  if (from === undefined || to === undefined) return undefined
  return { earliestAt: from, latestAt: to, skewMs: Math.max(0, Date.parse(to) - Date.parse(from)) }
}

function byTime(a: string, b: string): number {
  return Date.parse(a) - Date.parse(b)
}

/** A question with `{earliest}` and `{latest}` replaced; instants hold nothing that a query language could take for its own. */
export function withInstants(question: string, { earliestAt, latestAt }: Instants): string {
  return question.replaceAll('{earliest}', earliestAt).replaceAll('{latest}', latestAt)
}

import type { z } from 'zod'

type Issue = z.core.$ZodIssue

/** Without the limits that every whole number has, where a value that breaks them breaks its own limit too. */
export function withoutWiderLimits(issues: readonly Issue[]): readonly Issue[] {
  const narrower = new Set(issues.filter((issue) => !isOfEveryNumber(issue)).map(placeOf))
  return issues.filter((issue) => !isOfEveryNumber(issue) || !narrower.has(placeOf(issue)))
}

function isOfEveryNumber(issue: Issue): boolean {
  if (issue.code === 'too_big') return issue.maximum === Number.MAX_SAFE_INTEGER
  return issue.code === 'too_small' && issue.minimum === Number.MIN_SAFE_INTEGER
}

function placeOf({ code, path }: Issue): string {
  return JSON.stringify([code, path])
}

import type * as Core from '@actions/core'
import { headline, type Problem } from './problem.ts'

/** The platform shows so many of a step and drops the rest without a word. */
const SHOWN = 10

/** One annotation for each problem, errors and warnings; what would be dropped is counted in the last. */
export function annotate(problems: readonly Problem[], core: Pick<typeof Core, 'error' | 'warning'>): void {
  for (const level of ['error', 'warning'] as const) {
    const all = problems.filter((problem) => problem.level === level)
    const shown = all.length > SHOWN ? all.slice(0, SHOWN - 1) : all
    for (const problem of shown) core[level](textOf(problem), { title: titleOf(problem) })
    if (all.length > shown.length)
      core[level](`and ${all.length - shown.length} more, in the summary of this run`, { title: 'lifeboat' })
  }
}

function titleOf({ target, code }: Problem): string {
  return ['lifeboat', target, code].filter((part) => part !== undefined).join(' ')
}

function textOf(problem: Problem): string {
  const { why, fix } = problem
  return [
    headline(problem),
    ...(why === undefined ? [] : [`why: ${why.trim()}`]),
    ...(fix === undefined ? [] : [`fix: ${fix}`]),
  ].join('\n')
}

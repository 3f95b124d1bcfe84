import type { Configuration } from '../config/configuration.ts'
import { LifeboatError } from '../core/errors.ts'
import type { Target } from '../core/target.ts'

/** What is told where a group is named. */
export interface InsteadOfGroup {
  /** Follows the group's name. */
  readonly why: string
  readonly fix: (members: readonly string[]) => string
}

/** A target, where a group of them cannot be meant. Throws `target-unknown`. */
export function loneTarget(
  configuration: Pick<Configuration, 'groups' | 'target'>,
  name: string,
  { why, fix }: InsteadOfGroup,
): Target {
  const group = configuration.groups.find((each) => each.name === name)
  if (group === undefined) return configuration.target(name)
  throw new LifeboatError({
    code: 'target-unknown',
    what: `${name} is a group of targets, ${why}`,
    fix: fix(group.targets),
  })
}

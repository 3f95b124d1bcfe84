import type { Configuration } from '../config/configuration.ts'
import { LifeboatError } from '../core/errors.ts'
import type { Target } from '../core/target.ts'

/** The target to restore: each member of a group needs a destination of its own. Throws `target-unknown`. */
export function loneTarget(configuration: Pick<Configuration, 'groups' | 'target'>, name: string): Target {
  const group = configuration.groups.find((each) => each.name === name)
  if (group === undefined) return configuration.target(name)
  const commands = group.targets.map((member) => `lifeboat restore ${member} --into DESTINATION`)
  throw new LifeboatError({
    code: 'target-unknown',
    what: `${name} is a group of targets, and restore takes one target`,
    fix: `restore its members one by one: ${commands.join(', ')}`,
  })
}

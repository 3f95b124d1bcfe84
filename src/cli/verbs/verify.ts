import { eachTarget } from '../each-target.ts'
import { DUE_OPTION, whenDue } from '../due.ts'
import { chosenTargets, TARGETS_ARGUMENT } from '../units.ts'
import type { Verb } from '../verb.ts'
import { verifyTarget } from '../verify-target.ts'

export const verifyVerb: Verb = {
  name: 'verify',
  summary: 'read a backup whole and compare every byte with its record',
  arguments: [TARGETS_ARGUMENT],
  options: [
    DUE_OPTION,
    {
      flags: '-b, --backup <which>',
      description: 'latest, an id, a manifest key, or a time',
      default: 'latest',
    },
  ],
  examples: [
    ['lifeboat verify', 'the newest backup of every target'],
    ['lifeboat verify orders --backup 2026-11-01T00:00:00Z', 'the newest one of that time or before'],
  ],
  run: async (input, shell) => {
    const targets = await chosenTargets(shell, input.arguments)
    const selector = String(input.options['backup'])
    const due = input.options['due'] === true
    return eachTarget(targets, shell, (target) =>
      whenDue({ target, kind: 'verify', due, shell }, (occasion) =>
        verifyTarget({ target, selector, occasion }, shell),
      ),
    )
  },
}

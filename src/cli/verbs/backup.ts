import { backupGroup } from '../backup-group.ts'
import { backupTarget } from '../backup-target.ts'
import { DUE_OPTION, whenDue } from '../due.ts'
import { eachUnit } from '../each-unit.ts'
import { chosenUnits, TARGETS_ARGUMENT } from '../units.ts'
import type { Verb } from '../verb.ts'

export const backupVerb: Verb = {
  name: 'backup',
  summary: 'take a backup of one, several or all targets',
  arguments: [TARGETS_ARGUMENT],
  options: [
    DUE_OPTION,
    { flags: '--verify', description: 'read the new backup back and verify it at once' },
    {
      flags: '--fail-on <verdict>',
      description: 'exit with 5 when the backup is good but came later than the RPO allows',
      choices: ['breached'],
    },
    {
      flags: '--accept-new-source',
      description: 'the target leads to another database than before, on purpose; needed once',
    },
    {
      flags: '--no-fingerprint',
      description: 'leave the fingerprint out: faster, but the backup can never be proven',
    },
  ],
  examples: [
    ['lifeboat backup', 'all targets, one after the other'],
    ['lifeboat backup orders --verify', 'one target, and read it back'],
    ['lifeboat backup platform', 'the members of a group, the source of truth last'],
    ['lifeboat backup --due', 'what the schedule asks for; as often as you like'],
    ['lifeboat backup --fail-on breached', 'exit with 5 when it came too late'],
  ],
  run: async (input, shell) => {
    const { options } = input
    const due = options['due'] === true
    return eachUnit(await chosenUnits(shell, input.arguments), shell, {
      target: (target) =>
        whenDue({ target, kind: 'backup', due, shell }, (occasion) =>
          backupTarget({ target, options, occasion }, shell),
        ),
      group: (unit) => backupGroup(unit, { options, due }, shell),
    })
  },
}

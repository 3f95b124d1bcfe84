import { EXIT } from '../../core/errors.ts'
import { closing } from '../closing.ts'
import { chosenTargets } from '../each-target.ts'
import { columns, duration, seconds } from '../output/lines.ts'
import type { Outcome, Verb } from '../verb.ts'

export const listVerb: Verb = {
  name: 'list',
  summary: 'list the backups of one, several or all targets, newest first',
  arguments: [
    { notation: '[target...]', description: 'names in lifeboat.yaml; all of them when none is given' },
  ],
  options: [{ flags: '-n, --limit <count>', description: 'at most so many of each target', default: '20' }],
  examples: [
    ['lifeboat list', 'the newest 20 of every target'],
    ['lifeboat list orders --limit 1000 --json', 'for a script'],
  ],
  run: async (input, shell): Promise<Outcome> => {
    const configuration = await shell.configuration()
    const { listBackups } = await import('../../backup/catalog.ts')
    const limit = Number(input.options['limit'])
    const { clock } = await shell.context()
    const found = []
    for (const target of await chosenTargets(shell, input.arguments)) {
      await using store = closing(await configuration.openStore(target.store))
      const backups = await listBackups(store.value, target.name)
      found.push({
        target: target.name,
        store: store.value.location,
        total: backups.length,
        newest: backups.toReversed().slice(0, limit),
      })
    }
    const now = clock.now().getTime()
    const rows = found.flatMap(({ target, newest }) =>
      newest.map(({ id, at }) => [
        target,
        id,
        seconds(at.toISOString()),
        duration(Math.max(0, now - at.getTime())),
      ]),
    )
    const hidden = found
      .filter(({ total }) => total > limit)
      .map(({ target, total }) => `${target} has ${total - limit} more; --limit ${total} shows all`)
    const empty = found
      .filter(({ total }) => total === 0)
      .map(({ target, store }) => `${target} has no backup in ${store}`)
    return {
      exitCode: EXIT.done,
      result: { targets: found.map(({ target, total, newest }) => ({ target, total, backups: newest })) },
      text: [
        ...(rows.length === 0 ? [] : [columns(['target', 'backup', 'taken', 'age'], rows)]),
        ...hidden,
        ...empty,
      ].join('\n'),
    }
  },
}

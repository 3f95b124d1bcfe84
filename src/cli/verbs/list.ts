import { EXIT, LifeboatError } from '../../core/errors.ts'
import { closing } from '../closing.ts'
import { lastPruned, prunedText } from '../last-pruned.ts'
import { openLedger } from '../open-ledger.ts'
import { columns, duration, seconds } from '../output/lines.ts'
import { chosenTargets, TARGETS_ARGUMENT } from '../units.ts'
import type { Outcome, Verb } from '../verb.ts'

export const listVerb: Verb = {
  name: 'list',
  summary: 'list the backups of one, several or all targets, newest first',
  arguments: [TARGETS_ARGUMENT],
  options: [{ flags: '-n, --limit <count>', description: 'at most so many of each target', default: '20' }],
  examples: [
    ['lifeboat list', 'the newest 20 of every target'],
    ['lifeboat list orders --limit 1000 --json', 'for a script'],
  ],
  run: async (input, shell): Promise<Outcome> => {
    const configuration = await shell.configuration()
    const { listBackups } = await import('../../backup/catalog.ts')
    const { findLost } = await import('../../backup/find-lost.ts')
    const limit = wholeNumber(String(input.options['limit']))
    const context = await shell.context()
    const { notes: _, ...published } = await openLedger(shell)
    const found = []
    for (const target of await chosenTargets(shell, input.arguments)) {
      await using store = closing(await configuration.storeReader(target.store))
      const backups = await listBackups(store.value, target.name)
      const search = { target: target.name, entries: backups, found: backups.at(-1) }
      const lost = await findLost({ store: store.value, ...published }, search)
      found.push({
        target: target.name,
        store: store.value.location,
        total: backups.length,
        ...(lost === undefined ? {} : { lost: lost.id }),
        ...(await lastPruned({ store: store.value, ...published }, target.name)),
        newest: backups.toReversed().slice(0, limit),
      })
    }
    const now = context.clock.now().getTime()
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
      result: {
        targets: found.map(({ store: _store, newest, ...rest }) => ({ ...rest, backups: newest })),
      },
      text: [
        ...(rows.length === 0 ? [] : [columns(['target', 'backup', 'taken', 'age'], rows)]),
        ...hidden,
        ...empty,
        ...found.flatMap(({ target, pruned }) => prunedText(target, pruned)),
        ...found.flatMap(lostText),
      ].join('\n'),
    }
  },
}

function lostText({ target, lost, store }: { target: string; lost?: string; store: string }): string[] {
  if (lost === undefined) return []
  return [`${target} has LOST backup ${lost}: a record vouches for it, and its manifest is not in ${store}`]
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new LifeboatError({
    code: 'usage-invalid',
    what: `--limit ${text} is no whole number from 1`,
    fix: 'say how many to list: --limit 100',
  })
}

import { EXIT } from '../../core/errors.ts'
import type { Target } from '../../core/target.ts'
import { closing } from '../closing.ts'
import { openLedger } from '../open-ledger.ts'
import { ANCHOR_WORDS } from '../output/describe-backup.ts'
import { bytes, line, seconds } from '../output/lines.ts'
import type { Shell } from '../shell.ts'
import { chosenTargets } from '../units.ts'
import type { Outcome, Verb } from '../verb.ts'

export const showVerb: Verb = {
  name: 'show',
  summary: 'show one backup: what it holds, where it lies, what vouches for it',
  arguments: [
    { notation: '<target>', description: 'name of a target or a group in lifeboat.yaml' },
    { notation: '[backup]', description: 'latest, an id, a manifest key, or a time' },
  ],
  examples: [
    ['lifeboat show orders', 'the newest backup'],
    ['lifeboat show orders 2024-01-15-14-30-00', 'the newest one of that time or before'],
  ],
  run: async (input, shell): Promise<Outcome> => {
    const [name = '', selector = 'latest'] = input.arguments
    const targets = await chosenTargets(shell, [name])
    const shown: Outcome[] = []
    for (const target of targets) shown.push(await showBackup(target, selector, shell))
    const [first] = shown
    return {
      exitCode: EXIT.done,
      result:
        first !== undefined && targets[0]?.name === name
          ? first.result
          : { targets: shown.map(({ result }, index) => ({ target: targets[index]?.name, ...result })) },
      text: shown.map(({ text }) => text).join('\n\n'),
    }
  },
}

async function showBackup(target: Target, selector: string, shell: Shell): Promise<Outcome> {
  const configuration = await shell.configuration()
  const { selectBackup } = await import('../../backup/select.ts')
  const { readManifest } = await import('../../backup/read-manifest.ts')
  const { findAnchor } = await import('../../evidence/anchors.ts')
  const { findChainAnchor } = await import('../../backup/delegated/bases.ts')
  await using store = closing(await configuration.storeReader(target.store))
  const { notes, ...published } = await openLedger(shell)
  const sources = { store: store.value, ...published }
  const entry = await selectBackup(sources, target.name, selector)
  const found = await findAnchor(target.name, entry.id, sources)
  const { manifest, sha256 } = await readManifest(store.value, entry, found)
  const { anchor } = await findChainAnchor(manifest, found.anchor, sources)
  const volumes = manifest.parts.flatMap((part) => part.volumes)
  const trees = manifest.delegated ?? []
  return {
    exitCode: EXIT.done,
    result: { manifest, manifestSha256: sha256, anchor, notes },
    text: [
      `${target.name}: backup ${manifest.id}`,
      line('source', `${manifest.server.address}, ${manifest.engine} ${manifest.server.version}`),
      line(
        'consistent',
        `from ${seconds(manifest.consistency.fromAt)} to ${seconds(manifest.consistency.toAt)} (${manifest.consistency.kind})`,
      ),
      line(
        'stored',
        `${bytes([...volumes, ...trees].reduce((sum, stored) => sum + stored.bytes, 0))} in ${volumes.length} volumes${trees.map(({ objects }) => ` and ${objects} objects of the server's own`).join('')} at ${store.value.location}`,
      ),
      line(
        'sealed for',
        manifest.recipients.length === 0 ? 'nobody: NOT encrypted' : manifest.recipients.join(', '),
      ),
      line(
        'fingerprint',
        manifest.fingerprint === undefined
          ? 'none: can never be proven'
          : `from the ${manifest.fingerprint.origin}, ${manifest.fingerprint.coverage}`,
      ),
      ...manifest.parts.map((part) =>
        line(
          'part',
          `${part.name} (${part.compression}, ${part.seal}): ${part.volumes.map(({ key }) => key).join(' ')}`,
        ),
      ),
      ...trees.map(({ name, prefix, bases }) =>
        line(
          'part',
          `${name} (written by the server, not sealed): ${prefix}${bases.length === 0 ? '' : `, based on ${bases.join(' ')}`}`,
        ),
      ),
      ...manifest.limitations.map((text) => line('limitation', text)),
      line('manifest', `${entry.manifestKey} sha256 ${sha256}`),
      line('anchor', ANCHOR_WORDS[anchor]),
      ...notes.map((text) => line('limitation', text)),
    ].join('\n'),
  }
}

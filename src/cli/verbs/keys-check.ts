import { EXIT } from '../../core/errors.ts'
import { line } from '../output/lines.ts'
import type { Outcome, Verb } from '../verb.ts'

export const keysCheckVerb: Verb = {
  name: 'keys check',
  summary: 'check that the secret keys at hand open what the public keys seal',
  examples: [['lifeboat keys check', 'every recipient, and the newest backup of every target']],
  run: async (_input, shell): Promise<Outcome> => {
    const configuration = await shell.configuration()
    const { checkKeys } = await import('../../backup/check-keys.ts')
    const report = await checkKeys({ configuration, context: await shell.context() })
    const bad = report.backups.filter(({ opens }) => !opens)
    return {
      exitCode: bad.length > 0 || report.usable === 0 ? EXIT.bad : EXIT.done,
      result: { ...report },
      text: [
        `${report.usable} of ${report.recipients.length} recipients have their secret key at hand`,
        ...report.recipients.map(({ recipient, atHand }) => line(atHand ? 'opens' : 'not here', recipient)),
        ...report.backups.map(({ target, id, opens }) =>
          line(opens ? 'opens' : 'CANNOT OPEN', `${target} ${id}`),
        ),
      ].join('\n'),
    }
  },
}

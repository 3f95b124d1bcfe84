import type { CheckedBackup } from '../../backup/check-keys.ts'
import { EXIT, worstExitCode } from '../../core/errors.ts'
import { line } from '../output/lines.ts'
import type { Outcome, Verb } from '../verb.ts'

export const keysCheckVerb: Verb = {
  name: 'keys check',
  summary: 'check that the secret keys at hand open what the public keys seal',
  examples: [['lifeboat keys check', 'every recipient, and the newest backup of every target']],
  run: async (_input, shell): Promise<Outcome> => {
    const configuration = await shell.configuration()
    const { checkKeys } = await import('../../backup/check-keys.ts')
    const report = await checkKeys({
      encryption: configuration.encryption,
      targets: configuration.targets,
      openStore: (name) => configuration.storeReader(name),
      context: await shell.context(),
    })
    const usable = report.recipients.filter(({ atHand }) => atHand).length
    const results = new Set(report.backups.map(({ result }) => result))
    return {
      exitCode: worstExitCode([
        ...(results.has('closed') || usable === 0 ? [EXIT.couldNotRun] : []),
        ...(results.has('bad') ? [EXIT.bad] : []),
      ]),
      result: { ...report },
      text: [
        `${usable} of ${report.recipients.length} recipients have their secret key at hand`,
        ...report.recipients.map(({ recipient, atHand }) =>
          line(atHand ? 'at hand' : 'elsewhere', recipient),
        ),
        ...(report.strangers === 0
          ? []
          : [line('stranger', `${report.strangers} keys at hand fit no recipient`)]),
        ...report.backups.map(backupText),
      ].join('\n'),
    }
  },
}

const LABELS = { opens: 'opens', closed: 'CANNOT OPEN', bad: 'BAD' } as const

function backupText({ target, id, part, result, why }: CheckedBackup): string {
  const words =
    result === 'opens' ? ' was read whole, the others were not: lifeboat verify' : `: ${why ?? ''}`
  return line(LABELS[result], `${target} ${id}: its part ${part}${words}`)
}

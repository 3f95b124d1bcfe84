import { EXIT, LifeboatError } from '../../core/errors.ts'
import { line } from '../output/lines.ts'
import type { Outcome, Verb } from '../verb.ts'

export const keysNewVerb: Verb = {
  name: 'keys new',
  summary: 'make a key pair: backups are sealed with the public key, opened with the secret one',
  options: [
    {
      flags: '-o, --out <file>',
      description: 'where the secret key goes (mode 0600)',
      default: 'lifeboat-key.txt',
    },
  ],
  examples: [
    ['lifeboat keys new', 'secret key in lifeboat-key.txt'],
    ['lifeboat keys new --out /safe/escrow-key.txt', 'a second one, kept away from everything else'],
  ],
  run: async (input): Promise<Outcome> => {
    const { writeFile } = await import('node:fs/promises')
    const { generateIdentity, identityToRecipient } = await import('age-encryption')
    const file = String(input.options['out'])
    const identity = await generateIdentity()
    const recipient = await identityToRecipient(identity)
    try {
      await writeFile(file, `# public key: ${recipient}\n${identity}\n`, { mode: 0o600, flag: 'wx' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      throw new LifeboatError({
        code: 'usage-invalid',
        what: `${file} exists: a key that backups are sealed with must not be overwritten`,
        fix: 'name another file with --out',
        cause: error,
      })
    }
    return {
      exitCode: EXIT.done,
      result: { file, recipient },
      text: [
        recipient,
        line('secret key', `${file} (keep it out of git; without it the backups cannot be opened)`),
        line('next', 'add the public key above to encryption.recipients, and a second one as escrow'),
      ].join('\n'),
    }
  },
}

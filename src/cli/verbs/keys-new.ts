import { EXIT } from '../../core/errors.ts'
import { line } from '../output/lines.ts'
import type { Outcome, Verb } from '../verb.ts'

const EVIDENCE_KEY_BYTES = 32

export const keysNewVerb: Verb = {
  name: 'keys new',
  summary: 'make a key pair: backups are sealed with the public key, opened with the secret one',
  options: [
    { flags: '-o, --out <file>', description: 'where the secret key goes (default: lifeboat-key.txt)' },
    { flags: '--evidence', description: 'make the key of the published digests instead' },
  ],
  examples: [
    ['lifeboat keys new', 'secret key in lifeboat-key.txt'],
    ['lifeboat keys new --out /safe/escrow-key.txt', 'a second one, kept away from everything else'],
    ['lifeboat keys new --evidence', 'a key for evidence.key, in lifeboat-evidence-key.txt'],
  ],
  run: async (input): Promise<Outcome> => {
    const out = input.options['out']
    return input.options['evidence'] === true
      ? newEvidenceKey(typeof out === 'string' ? out : 'lifeboat-evidence-key.txt')
      : newKeyPair(typeof out === 'string' ? out : 'lifeboat-key.txt')
  },
}

async function newKeyPair(file: string): Promise<Outcome> {
  const { generateIdentity, identityToRecipient } = await import('age-encryption')
  const identity = await generateIdentity()
  const recipient = await identityToRecipient(identity)
  const ignoring = await writeKey(file, `# public key: ${recipient}\n${identity}\n`)
  return {
    exitCode: EXIT.done,
    result: { file, recipient },
    text: [
      recipient,
      line('secret key', `${file} (keep it out of git; without it the backups cannot be opened)`),
      ...ignored(ignoring),
      line('next', 'add the public key above to encryption.recipients, and a second one as escrow'),
    ].join('\n'),
  }
}

async function newEvidenceKey(file: string): Promise<Outcome> {
  const { randomBytes } = await import('node:crypto')
  const ignoring = await writeKey(file, `${randomBytes(EVIDENCE_KEY_BYTES).toString('base64url')}\n`)
  return {
    exitCode: EXIT.done,
    result: { file },
    text: [
      `wrote ${file}`,
      line('keep it', 'out of git; whoever has it can test guesses against the published digests'),
      ...ignored(ignoring),
      line(
        'next',
        `evidence: { key: { file: ${file} } } in lifeboat.yaml, or { env: NAME } with its content`,
      ),
    ].join('\n'),
  }
}

function ignored(ignoring: string | undefined): readonly string[] {
  return ignoring === undefined ? [] : [line('git', 'its name was added to .gitignore')]
}

/** Returns the `.gitignore` that names it, where one has to. */
async function writeKey(path: string, content: string): Promise<string | undefined> {
  const { keepOutOfGit } = await import('../keep-out-of-git.ts')
  const { writeNewFile } = await import('../write-new-file.ts')
  const otherwise = {
    what: `${path} exists, and a key in use must not be overwritten`,
    fix: 'name another file with --out',
  }
  await writeNewFile({ path, content, mode: 0o600, otherwise })
  return keepOutOfGit(path)
}

import { createHmac } from 'node:crypto'
import { Secret, type RevealSecret, type SecretReference } from '../core/secret.ts'
import type { Encryption, Policy } from '../core/target.ts'
import { isPresent, type RevealOptions } from './reveal-secret.ts'
import type { WrittenConfiguration } from './schema.ts'

const IDENTITY_VARIABLES = { value: 'LIFEBOAT_IDENTITY', file: 'LIFEBOAT_IDENTITY_FILE' }
const EVIDENCE_KEY_VARIABLES = { value: 'LIFEBOAT_EVIDENCE_KEY', file: 'LIFEBOAT_EVIDENCE_KEY_FILE' }
const KEY_ID_LENGTH = 16

export interface KeySources extends RevealOptions {
  readonly reveal: RevealSecret
}

/** Public keys as configured, and those secret keys that this run has; a run without any can still back up. */
export function encryptionOf(written: WrittenConfiguration, sources: KeySources): Encryption {
  const { recipients, identities } = written.encryption
  const references = [...identities, ...fromVariables(IDENTITY_VARIABLES, sources)]
  return {
    recipients,
    identities: async () => {
      const here = await Promise.all(references.map((reference) => isPresent(reference, sources)))
      const present = references.filter((_reference, index) => here[index])
      return (await Promise.all(present.map(sources.reveal))).flatMap(identityLines)
    },
  }
}

/** The key of the published digests; its id is derived from it and tells nothing about it. */
export function evidenceKeyOf(written: WrittenConfiguration, sources: KeySources): Policy['evidenceKey'] {
  const reference = evidenceKeyReference(written, sources)
  return async () => {
    if (reference === undefined) return undefined
    const secret = await sources.reveal(reference)
    const id = createHmac('sha256', secret.reveal()).update('lifeboat evidence key id').digest('hex')
    return { id: id.slice(0, KEY_ID_LENGTH), secret }
  }
}

/** Where the evidence key lies: as configured, else in its own variables. */
export function evidenceKeyReference(
  written: WrittenConfiguration,
  options: Pick<RevealOptions, 'environment'>,
): SecretReference | undefined {
  return written.evidence.key ?? fromVariables(EVIDENCE_KEY_VARIABLES, options)[0]
}

/** The variables that hold keys, as configured and by their own names: none of them holds an address. */
export function keyVariables({ encryption, evidence }: WrittenConfiguration): ReadonlySet<string> {
  const references = [...encryption.identities, ...(evidence.key === undefined ? [] : [evidence.key])]
  return new Set([
    ...Object.values(IDENTITY_VARIABLES),
    ...Object.values(EVIDENCE_KEY_VARIABLES),
    ...references.flatMap((reference) => ('env' in reference ? [reference.env] : [])),
  ])
}

function fromVariables(
  { value, file }: { readonly value: string; readonly file: string },
  { environment }: Pick<RevealOptions, 'environment'>,
): SecretReference[] {
  const path = environment[file] ?? ''
  return [
    ...((environment[value] ?? '') === '' ? [] : [{ env: value }]),
    ...(path === '' ? [] : [{ file: path }]),
  ]
}

/** An age identity file has one key a line, and comments. */
function identityLines(secret: Secret): Secret[] {
  const lines = secret
    .reveal()
    .split(/\r?\n/)
    .map((line) => line.trim())
  return lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => new Secret(line))
}

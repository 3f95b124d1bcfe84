import type { AttestOptions } from '@actions/attest'
import type { Attestation, AttestBatch } from '../evidence/attest-batch.ts'
import type { OpenedRemote } from './open-remote.ts'
import type { GitHubRepository } from './repository.ts'

/** What the attestation says its subject is; verifiers name it. */
export const PREDICATE_TYPE = 'urn:lifeboat:evidence-batch:v1'

const MAX_REASON = 200

export interface Attesting {
  readonly repository: GitHubRepository
  readonly about: OpenedRemote['about']
  /** Folder of the evidence in the repository. */
  readonly folder: string
  /** Whether the job may have a token of its identity. */
  readonly hasIdentity: boolean
  /** Signs and registers; that of the toolkit when left out. */
  readonly attest?: (options: AttestOptions) => Promise<{ readonly bundle: unknown }>
}

/** Vouches for ledger batches at Sigstore by the run's identity. A refusal is not tried again, and its reason is told. */
export function attestBatches(attesting: Attesting): AttestBatch {
  const { repository, attest = attestByToolkit } = attesting
  let refused: Attestation | undefined = knownRefusal(attesting)
  return async (batch): Promise<Attestation> => {
    if (refused !== undefined) return refused
    try {
      const { bundle } = await attest(optionsOf(attesting, batch))
      return { bundle: new TextEncoder().encode(`${JSON.stringify(bundle)}\n`) }
    } catch (error) {
      return (refused = { unavailable: reasonOf(error, repository.token.reveal()) })
    }
  }
}

function knownRefusal({ repository, hasIdentity }: Attesting): Attestation | undefined {
  if (!/^(api\.github\.com|api\..+\.ghe\.com)$/.test(new URL(repository.apiUrl).hostname))
    return { unavailable: 'a GitHub Enterprise Server makes no attestations' }
  return hasIdentity ? undefined : { unavailable: 'the job has no permission id-token: write' }
}

function optionsOf(
  { repository, about, folder }: Attesting,
  { path, sha256, sequence, recordCount }: Parameters<AttestBatch>[0],
): AttestOptions {
  return {
    subjects: [{ name: `${folder}/${path}`, digest: { sha256 } }],
    predicateType: PREDICATE_TYPE,
    predicate: {
      sequence,
      recordCount,
      ...(repository.runUrl === undefined ? {} : { run: repository.runUrl }),
    },
    token: repository.token.reveal(),
    // A private repository's name must never reach the public log.
    sigstore: about.isPublic ? 'public-good' : 'github',
  }
}

async function attestByToolkit(options: AttestOptions): Promise<{ readonly bundle: unknown }> {
  const { attest } = await import('@actions/attest')
  return await attest(options)
}

/** GitHub's own words, such as that the plan has no attestations for private repositories. */
function reasonOf(error: unknown, token: string): string {
  const words = error instanceof Error ? error.message : String(error)
  return words
    .replace(/ - https:\S+$/, '')
    .replaceAll(token, '***')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_REASON)
}

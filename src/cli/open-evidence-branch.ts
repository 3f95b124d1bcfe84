import type { AttestBatch } from '../evidence/attest-batch.ts'
import type { EvidenceBranch } from '../evidence/branch/evidence-branch.ts'
import { openAtGitHub } from './at-github.ts'
import { chosenBranch } from './chosen-branch.ts'
import type { Shell } from './shell.ts'
import type { VerbInput } from './verb.ts'

/** The options of every verb that publishes. */
export const PUBLISH_OPTIONS = [
  {
    flags: '--branch <name>',
    description: 'the branch to write (default: evidence.branch of the configuration)',
  },
  {
    flags: '--publish <where>',
    description:
      'git: in the repository here; github: by its API, with GITHUB_TOKEN; pull-request: the same, for somebody to accept; none',
    default: 'git',
    choices: ['git', 'github', 'pull-request', 'none'],
  },
] as const

export interface OpenedBranch {
  readonly branch: EvidenceBranch
  /** Where the workflow's identity can vouch for a batch. */
  readonly attest?: AttestBatch
}

/**
 * Opens the branch that `--publish` and `--branch` name; undefined for `none`. At GitHub a branch that nobody named is the
 * default branch of the repository.
 */
export async function openEvidenceBranch(
  { options }: VerbInput,
  shell: Shell,
): Promise<OpenedBranch | undefined> {
  const { publish } = options
  if (publish === 'none') return undefined
  const configuration = await shell.configuration()
  const isProposed = publish === 'pull-request'
  if (isProposed || publish === 'github') return openPublished(options['branch'], isProposed, shell)
  const { openGitBranch } = await import('../evidence/branch/git-branch.ts')
  const { directory, evidence } = configuration
  const branch = chosenBranch(options['branch'], evidence.branch)
  return { branch: await openGitBranch({ directory, path: evidence.path, branch }, await shell.context()) }
}

async function openPublished(named: unknown, isProposed: boolean, shell: Shell): Promise<OpenedBranch> {
  const { gitHubBranch } = await import('../github/github-branch.ts')
  const { pullRequestBranch } = await import('../github/pull-request-branch.ts')
  const { attestBatches } = await import('../github/attest-batches.ts')
  const { repository, opened, place } = await openAtGitHub(shell, named)
  const hasIdentity = (shell.environment['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? '') !== ''
  const { about } = opened
  const branch = isProposed
    ? pullRequestBranch(opened, place, repository.runUrl)
    : gitHubBranch(opened, place)
  return { branch, attest: attestBatches({ repository, about, folder: place.path, hasIdentity }) }
}

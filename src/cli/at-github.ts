import type { Configuration } from '../config/configuration.ts'
import type { OpenedRemote } from '../github/open-remote.ts'
import type { GitHubRepository } from '../github/repository.ts'
import { chosenBranch } from './chosen-branch.ts'
import type { Shell } from './shell.ts'

export interface AtGitHub {
  readonly repository: GitHubRepository
  readonly opened: OpenedRemote
  readonly place: { readonly path: string; readonly branch?: string }
}

/** True in a workflow run with a token: what is published is asked from GitHub, for the clone of a job is as old as the job. */
export function isAtGitHub({ environment }: Shell): boolean {
  return environment['GITHUB_ACTIONS'] === 'true' && (environment['GITHUB_TOKEN'] ?? '') !== ''
}

/** The repository of the workflow run, and the place of its evidence: a branch that nobody named is the default branch. */
export async function openAtGitHub(shell: Shell, named?: unknown): Promise<AtGitHub> {
  const { gitHubRepository } = await import('../github/repository.ts')
  const { openRemote } = await import('../github/open-remote.ts')
  const repository = gitHubRepository(shell.environment)
  const place = placeOf(named, await shell.configuration())
  return { repository, opened: await openRemote(repository, await shell.context()), place }
}

function placeOf(named: unknown, { evidence, isWritten }: Configuration): AtGitHub['place'] {
  const { path, branch } = evidence
  if (named === undefined && !isWritten(['evidence', 'branch'])) return { path }
  return { path, branch: chosenBranch(named, branch) }
}

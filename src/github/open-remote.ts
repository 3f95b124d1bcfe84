import type { Context } from '../core/context.ts'
import { openClient, type Patience } from './client.ts'
import { explained } from './failure.ts'
import type { Remote } from './remote.ts'
import type { GitHubRepository } from './repository.ts'

/** What GitHub says of a repository. */
interface AboutRepository {
  readonly defaultBranch: string
  readonly isPublic: boolean
}

export interface OpenedRemote {
  readonly remote: Remote
  readonly about: AboutRepository
}

/** Opens a repository at GitHub; asks it for its default branch. Throws `evidence-undelivered`. */
export async function openRemote(
  repository: GitHubRepository,
  context: Context,
  patience?: Patience,
): Promise<OpenedRemote> {
  const place = { owner: repository.owner, repo: repository.name }
  const { signal } = context
  const remote = { client: openClient(repository, context, patience), place, signal, blobs: new Map() }
  const { data } = await explained(`Opening ${place.owner}/${place.repo}`, signal, () =>
    remote.client.rest.repos.get(place),
  )
  return { remote, about: { defaultBranch: data.default_branch, isPublic: !data.private } }
}

import type { BranchHead, EvidenceBranch } from '../evidence/branch/evidence-branch.ts'
import { LifeboatError } from '../core/errors.ts'
import type { OpenedRemote } from './open-remote.ts'
import { commitOf, headOf, type RemoteBranch } from './remote-branch.ts'

/** A commit's content as base64 is a third larger, and GitHub refuses bodies from about 40 MiB on. */
const MAX_COMMIT_BYTES = 16 * 1024 * 1024

/** Where evidence goes at GitHub. */
export interface RemotePlace {
  /** Default: the repository's default branch. */
  readonly branch?: string
  /** Folder of the evidence in the repository: `reports`. */
  readonly path: string
}

/** The evidence branch at GitHub, written by `createCommitOnBranch`; made from the default branch when it is absent. */
export function gitHubBranch(opened: OpenedRemote, place: RemotePlace): EvidenceBranch {
  const name = place.branch ?? opened.about.defaultBranch
  return {
    name,
    maxCommitBytes: MAX_COMMIT_BYTES,
    readHead: async (): Promise<BranchHead> => {
      const branch = await baseBranch(opened, { name, path: place.path })
      return headOf(opened.remote, branch)
    },
  }
}

/** A branch as it is, or as it would begin: at the default branch. */
export async function baseBranch(
  { remote, about }: OpenedRemote,
  { name, path }: Pick<RemoteBranch, 'name' | 'path'>,
): Promise<RemoteBranch> {
  const present = await commitOf(remote, name)
  if (present !== undefined) return { name, path, commit: present, isNew: false }
  const commit = await commitOf(remote, about.defaultBranch)
  if (commit === undefined) throw emptyRepository(about.defaultBranch)
  return { name, path, commit, isNew: true }
}

function emptyRepository(branch: string): LifeboatError {
  return new LifeboatError({
    code: 'evidence-undelivered',
    what: `The repository has no branch ${branch} to begin at`,
    fix: 'Push a first commit; the records are safe in the stores until then.',
  })
}

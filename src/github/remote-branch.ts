import { readFile } from 'node:fs/promises'
import type { BranchHead, NewCommit, NewFile } from '../evidence/branch/evidence-branch.ts'
import { explained, isAbsent } from './failure.ts'
import { openGitHubTree } from './github-tree.ts'
import type { Remote } from './remote.ts'

/** A branch at GitHub, as it is or as it will begin. */
export interface RemoteBranch {
  readonly name: string
  /** Folder of the evidence in the repository. */
  readonly path: string
  /** Its newest commit, or where it begins when it is new. */
  readonly commit: string
  readonly isNew: boolean
}

const COMMIT = `mutation commit($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } } }`

/** The newest commit of a branch; undefined when there is no such branch. */
export async function commitOf(remote: Remote, branch: string): Promise<string | undefined> {
  return await explained(`Reading branch ${branch}`, remote.signal, async () => {
    try {
      const ref = `heads/${branch}`
      return (await remote.client.rest.git.getRef({ ...remote.place, ref })).data.object.sha
    } catch (error) {
      if (isAbsent(error)) return undefined
      throw error
    }
  })
}

/** The head of a branch, to be read and built on. */
export function headOf(remote: Remote, branch: RemoteBranch): BranchHead {
  const { commit, path } = branch
  return {
    commit,
    tree: openGitHubTree(remote, { commit, path }),
    add: async (files) => {
      if (branch.isNew) await createBranch(remote, branch)
      return addCommit(remote, branch, files)
    },
  }
}

async function createBranch(remote: Remote, { name, commit }: RemoteBranch): Promise<void> {
  await explained(`Creating branch ${name}`, remote.signal, () =>
    remote.client.rest.git.createRef({ ...remote.place, ref: `refs/heads/${name}`, sha: commit }),
  )
}

async function addCommit(
  remote: Remote,
  branch: RemoteBranch,
  { files, message }: NewCommit,
): Promise<string> {
  const [headline = '', ...rest] = message.trimEnd().split('\n')
  const input = {
    branch: {
      repositoryNameWithOwner: `${remote.place.owner}/${remote.place.repo}`,
      branchName: branch.name,
    },
    expectedHeadOid: branch.commit,
    message: { headline, body: rest.join('\n').trim() },
    fileChanges: { additions: await Promise.all(files.map((file) => addition(branch, file))) },
  }
  const { createCommitOnBranch } = await explained(`Committing to branch ${branch.name}`, remote.signal, () =>
    remote.client.graphql<{
      readonly createCommitOnBranch: { readonly commit: { readonly oid: string } }
    }>(COMMIT, { input }),
  )
  return createCommitOnBranch.commit.oid
}

async function addition(
  branch: RemoteBranch,
  { path, content }: NewFile,
): Promise<{ readonly path: string; readonly contents: string }> {
  const bytes = 'file' in content ? await readFile(content.file) : Buffer.from(content)
  return { path: `${branch.path}/${path}`, contents: bytes.toString('base64') }
}

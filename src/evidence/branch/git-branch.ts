import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context } from '../../core/context.ts'
import { readBranch, refuseCheckedOut } from '../git/branch.ts'
import { commitFiles, storeFiles } from '../git/commit-files.ts'
import { openRepository, type Repository } from '../git/repository.ts'
import { openGitTree } from '../ledger/git-tree.ts'
import type { EvidencePlace } from '../ledger/read-ledger.ts'
import type { BranchHead, EvidenceBranch, NewCommit, NewFile } from './evidence-branch.ts'

/**
 * The evidence branch of a repository here, written without touching any index or work tree. Throws `busy` when it is checked
 * out, and `config-invalid` when there is no repository.
 */
export async function openGitBranch(place: EvidencePlace, context: Context): Promise<EvidenceBranch> {
  const repository = await openRepository(place.directory, context)
  await refuseCheckedOut(repository, place.branch)
  return {
    name: place.branch,
    maxCommitBytes: Infinity,
    readHead: () => readHead(repository, place, context),
  }
}

async function readHead(
  repository: Repository,
  { branch, path }: EvidencePlace,
  context: Context,
): Promise<BranchHead> {
  const from = await readBranch(repository, branch)
  const add = async ({ files, message }: NewCommit): Promise<string> => {
    const objects = await storeFiles(repository, await filesHere(files, context))
    const stored = files.map((file, index) => ({
      path: `${path}/${file.path}`,
      object: objects[index] ?? '',
    }))
    return commitFiles(repository, { branch, from, files: stored, message }, context)
  }
  const tree = from.head === undefined ? undefined : openGitTree(repository, { path, commit: from.head })
  return { commit: from.head, tree, add }
}

/** Git takes the names of many files at once. */
function filesHere(files: readonly NewFile[], { workDir }: Context): Promise<string[]> {
  return Promise.all(
    files.map(async ({ content }, index) => {
      if ('file' in content) return content.file
      const file = join(workDir, `published-${index}`)
      await writeFile(file, content, { mode: 0o600 })
      return file
    }),
  )
}

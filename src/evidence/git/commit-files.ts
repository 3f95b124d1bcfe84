import { join } from 'node:path'
import type { Context } from '../../core/context.ts'
import { isLifeboatError, LifeboatError } from '../../core/errors.ts'
import { branchRef, type BranchState } from './branch.ts'
import type { Repository } from './repository.ts'

const AUTHOR = { name: 'lifeboat', email: 'lifeboat@localhost' }

/** One file of a commit: its path from the root of the repository and the object that holds it. */
interface StoredFile {
  readonly path: string
  readonly object: string
}

interface FilesToCommit {
  readonly branch: string
  /** The branch as it was read; the commit is made only if it still is. */
  readonly from: BranchState
  readonly files: readonly StoredFile[]
  readonly message: string
}

/**
 * Adds files in one commit on top of a branch with an index of its own, then moves the branch by compare-and-swap.
 * The branch has the whole commit or is as before. Throws `ledger-moved` when somebody else moved it meanwhile.
 */
export async function commitFiles(
  repository: Repository,
  commit: FilesToCommit,
  context: Context,
): Promise<string> {
  const { branch, from, files, message } = commit
  const env = {
    ...(await authorship(repository, context)),
    GIT_INDEX_FILE: join(context.workDir, 'evidence.index'),
  }
  await repository.run(['read-tree', from.head ?? '--empty'], { env })
  await repository.run(['update-index', '-z', '--index-info'], {
    env,
    stdin: files.map(({ path, object }) => `100644 ${object}\t${path}\0`).join(''),
  })
  const tree = (await repository.run(['write-tree'], { env })).trim()
  const parents = from.head === undefined ? [] : ['-p', from.head]
  const made = await repository.run(['commit-tree', '--no-gpg-sign', ...parents, tree], {
    env,
    stdin: message,
  })
  await moveBranch(repository, { branch, from, to: made.trim() }, env)
  return made.trim()
}

/** Stores these files as they are, without the repository's filters; returns their objects in the same order. */
export async function storeFiles(
  repository: Repository,
  paths: readonly string[],
): Promise<readonly string[]> {
  const listed = await repository.run(['hash-object', '-w', '--no-filters', '--stdin-paths'], {
    stdin: paths.map((path) => `${path}\n`).join(''),
  })
  return listed.trimEnd().split('\n')
}

async function moveBranch(
  repository: Repository,
  move: { readonly branch: string; readonly from: BranchState; readonly to: string },
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const { branch, from, to } = move
  try {
    // An empty old value means that the branch must not exist yet.
    await repository.run(['update-ref', '-m', 'lifeboat collect', branchRef(branch), to, from.local ?? ''], {
      env,
    })
  } catch (error) {
    if (!isLifeboatError(error, 'program-failed') || !/lock/.test(error.why ?? '')) throw error
    throw new LifeboatError({
      code: 'ledger-moved',
      what: `Branch ${branch} was moved by somebody else`,
      ...(error.why === undefined ? {} : { why: error.why }),
      fix: 'run collect again; if a *.lock file is named and no git runs, remove it',
      cause: error,
    })
  }
}

async function authorship(repository: Repository, context: Context): Promise<Record<string, string>> {
  const name = (await repository.ask(['config', '--get', 'user.name']))?.trim() ?? AUTHOR.name
  const email = (await repository.ask(['config', '--get', 'user.email']))?.trim() ?? AUTHOR.email
  const date = context.clock.now().toISOString()
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: date,
  }
}

import type { Configuration } from '../config/configuration.ts'
import type { Repository } from '../evidence/git/repository.ts'

/**
 * The branch to read here when no option names one: the configured one; where none is written and `lifeboat-evidence` does not
 * exist, the current branch if it holds a ledger, as a clone of a repository does whose workflows publish to its default branch.
 */
export async function publishedBranch(
  { evidence, isWritten }: Configuration,
  repository: Repository,
): Promise<string> {
  const { branch, path } = evidence
  if (isWritten(['evidence', 'branch'])) return branch
  const { readBranch } = await import('../evidence/git/branch.ts')
  if ((await readBranch(repository, branch)).head !== undefined) return branch
  const current = (await repository.ask(['symbolic-ref', '--short', '--quiet', 'HEAD']))?.trim()
  if (current === undefined) return branch
  const { head } = await readBranch(repository, current)
  const ledger = await repository.ask(['rev-parse', '--verify', '--quiet', `${head}:${path}/ledger`])
  return ledger === undefined ? branch : current
}

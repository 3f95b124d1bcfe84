import { isLifeboatError } from '../core/errors.ts'
import type { Repository } from '../evidence/git/repository.ts'
import type { LedgerReader } from '../evidence/ledger/read-ledger.ts'
import { isAtGitHub, openAtGitHub } from './at-github.ts'
import { publishedBranch } from './published-branch.ts'
import type { Shell } from './shell.ts'

const NO_LEDGER = 'No published ledger was at hand; the record in the store was relied on.'

export interface OpenedLedger {
  /** Absent where none has been published yet, and where there is no repository to read it from. */
  readonly ledger?: LedgerReader
  /** What is not proven without it. */
  readonly notes: readonly string[]
  /** Why one that may be there could not be read: nothing may be removed meanwhile. */
  readonly ledgerUnread?: string
}

/**
 * The published ledger: in a workflow run as GitHub has it now, else of the repository here. A restore after a disaster has none,
 * so its absence is told and not refused; a repository or a ledger that is there and cannot be trusted still is:
 * `config-invalid`, `ledger-broken`.
 */
export async function openLedger(shell: Shell): Promise<OpenedLedger> {
  return isAtGitHub(shell) ? openLedgerAtGitHub(shell) : openLedgerHere(shell)
}

async function openLedgerAtGitHub(shell: Shell): Promise<OpenedLedger> {
  const { gitHubBranch } = await import('../github/github-branch.ts')
  const { openLedger: openTree } = await import('../evidence/ledger/read-ledger.ts')
  try {
    const { opened, place } = await openAtGitHub(shell)
    const { tree } = await gitHubBranch(opened, place).readHead()
    return tree === undefined ? { notes: [] } : { ledger: await openTree(tree), notes: [] }
  } catch (error) {
    if (!isLifeboatError(error, 'evidence-undelivered')) throw error
    return { notes: [`${NO_LEDGER} ${error.what}.`], ledgerUnread: error.what }
  }
}

async function openLedgerHere(shell: Shell): Promise<OpenedLedger> {
  const { findRepository } = await import('../evidence/git/repository.ts')
  const { openLedgerOf } = await import('../evidence/ledger/read-ledger.ts')
  const configuration = await shell.configuration()
  const { directory, evidence } = configuration
  let repository: Repository | undefined
  try {
    repository = await findRepository(directory, await shell.context())
  } catch (error) {
    if (!isLifeboatError(error, 'program-absent')) throw error
    return { notes: [`${NO_LEDGER} ${error.what}.`] }
  }
  if (repository === undefined) return { notes: [`${NO_LEDGER} There is no git repository here.`] }
  const branch = await publishedBranch(configuration, repository)
  const ledger = await openLedgerOf(repository, { branch, path: evidence.path })
  return ledger === undefined ? { notes: [] } : { ledger, notes: [] }
}

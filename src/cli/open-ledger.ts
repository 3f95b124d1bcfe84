import type { Configuration } from '../config/configuration.ts'
import type { Context } from '../core/context.ts'
import type { LedgerReader } from '../evidence/ledger/read-ledger.ts'

/** The published ledger of the repository here, read from git; undefined where none has been published yet. */
export async function openLedger(
  configuration: Configuration,
  context: Context,
): Promise<LedgerReader | undefined> {
  const { openGitLedger } = await import('../evidence/ledger/read-ledger.ts')
  const { evidence, directory } = configuration
  return openGitLedger({ directory, branch: evidence.branch, path: evidence.path }, context)
}

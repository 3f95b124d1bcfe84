import type { Configuration } from '../config/configuration.ts'
import type { Context } from '../core/context.ts'
import { isLifeboatError } from '../core/errors.ts'
import type { Repository } from '../evidence/git/repository.ts'
import type { LedgerReader } from '../evidence/ledger/read-ledger.ts'

const NO_LEDGER = 'No published ledger was at hand; the record in the store was relied on.'

export interface OpenedLedger {
  /** Absent where none has been published yet, and where there is no repository to read it from. */
  readonly ledger?: LedgerReader
  /** What is not proven without it. */
  readonly notes: readonly string[]
}

/**
 * The published ledger of the repository here. A restore after a disaster has none, so its absence is told and not refused;
 * a repository or a ledger that is there and cannot be trusted still is: `config-invalid`, `ledger-broken`.
 */
export async function openLedger(configuration: Configuration, context: Context): Promise<OpenedLedger> {
  const { findRepository } = await import('../evidence/git/repository.ts')
  const { openLedgerOf } = await import('../evidence/ledger/read-ledger.ts')
  let repository: Repository | undefined
  try {
    repository = await findRepository(configuration.directory, context)
  } catch (error) {
    if (!isLifeboatError(error, 'program-absent')) throw error
    return { notes: [`${NO_LEDGER} ${error.what}.`] }
  }
  if (repository === undefined) return { notes: [`${NO_LEDGER} There is no git repository here.`] }
  const ledger = await openLedgerOf(repository, configuration.evidence)
  return ledger === undefined ? { notes: [] } : { ledger, notes: [] }
}

import type { Fleet } from '../compliance/compliance.ts'
import type { EvidenceRecord } from '../core/record.ts'
import type { StoreReader } from '../core/store.ts'
import type { BranchHead } from '../evidence/branch/evidence-branch.ts'
import type { LedgerReader } from '../evidence/ledger/read-ledger.ts'
import { closing } from './closing.ts'
import { openLedger } from './open-ledger.ts'
import type { Shell } from './shell.ts'
import { chosenTargets } from './units.ts'

export interface FleetPlace {
  /** Only these targets and groups; all that are configured or have a record when it is empty. */
  readonly names: readonly string[]
  /** The published ledger is read here; absent for the repository that the configuration lies in. */
  readonly head?: BranchHead
}

/** All that ledger and stores say of a fleet. Throws `target-unknown`, and what reading throws: nothing is concluded from a part. */
export async function readFleet(shell: Shell, { names, head }: FleetPlace): Promise<Fleet> {
  const configuration = await shell.configuration()
  const asked = new Set([...names, ...(await chosenTargets(shell, names)).map(({ name }) => name)])
  const { gatherRecords } = await import('../report/gather-records.ts')
  const ledger = head === undefined ? await ledgerHere(shell) : await ledgerAt(head)
  await using opened = new AsyncDisposableStack()
  const stores: StoreReader[] = []
  for (const name of configuration.storeNames) {
    stores.push(opened.use(closing(await configuration.storeReader(name))).value)
  }
  const gathered = await gatherRecords({ stores, ...(ledger === undefined ? {} : { ledger }) })
  const isAsked = (name: string): boolean => names.length === 0 || asked.has(name)
  const records = gathered.records.filter(({ record }) => isAsked(record.target))
  const engines = new Map([
    ...records.flatMap(({ record }): [string, string][] =>
      isOfGroup(record) ? [] : [[record.target, record.engine]],
    ),
    ...configuration.targets.map(({ name, engine }): [string, string] => [name, engine]),
  ])
  return {
    project: configuration.policy.project,
    targets: [...engines].filter(([name]) => isAsked(name)).map(([name, engine]) => ({ name, engine })),
    groups: configuration.groups.filter(({ targets }) => targets.every(isAsked)),
    records,
    ...(ledger?.head === undefined
      ? {}
      : { ledger: { sequence: ledger.head.sequence, head: ledger.head.digest } }),
    notCounted: gathered.notCounted,
  }
}

/** The name of a group is no target, also when the group is configured no more. */
function isOfGroup({ kind }: EvidenceRecord): boolean {
  return kind === 'groupBackup' || kind === 'groupDrill'
}

async function ledgerHere(shell: Shell): Promise<LedgerReader | undefined> {
  return (await openLedger(shell)).ledger
}

async function ledgerAt({ tree }: BranchHead): Promise<LedgerReader | undefined> {
  const reader = await import('../evidence/ledger/read-ledger.ts')
  return tree === undefined ? undefined : reader.openLedger(tree)
}

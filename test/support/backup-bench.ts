import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import type { RunEvent } from '../../src/core/context.ts'
import type { TargetJob } from '../../src/evidence/target-job.ts'
import { Secret } from '../../src/core/secret.ts'
import type { StoreAdmin } from '../../src/core/store.ts'
import type { Encryption, Policy, Target } from '../../src/core/target.ts'
import type { ContextParts } from '../../src/runtime/context.ts'
import { openStore } from '../../src/stores/filesystem/index.ts'
import { engineContext, testContext } from './context.ts'
import { ledgerFile, type LedgerFolder } from './engines/ledger-file/index.ts'

/** Everything that a backup of a folder of ledgers into a folder needs, in one temporary place. */
export interface BackupBench extends AsyncDisposable {
  readonly root: string
  readonly source: string
  readonly storeFolder: string
  readonly store: StoreAdmin
  readonly job: TargetJob
  readonly encryption: Encryption & { readonly identities: () => Promise<readonly Secret[]> }
  readonly events: readonly RunEvent[]
  /** The same job with a clock, a signal or settings of its own. */
  with(parts: JobParts): Promise<TargetJob>
}

export interface JobParts {
  readonly context?: Partial<ContextParts>
  readonly settings?: Partial<Target['settings']>
  readonly source?: Partial<LedgerFolder>
}

const SETTINGS: Target['settings'] = {
  fingerprint: true,
  backupTimeoutMs: 60_000,
  drillTimeoutMs: 60_000,
  parallel: 2,
  volumeBytes: 64 * 1024,
}

const POLICY: Policy = {
  project: 'bench',
  digest: 'ab'.repeat(32),
  disclosure: 'full',
  evidenceKey: async () => ({ id: 'test-key', secret: new Secret('evidence') }),
}

export async function openBackupBench(): Promise<BackupBench> {
  const root = await mkdtemp(join(tmpdir(), 'lifeboat-bench-'))
  const source = join(root, 'source')
  const storeFolder = join(root, 'store')
  await writeLedgers(source)
  const identity = new Secret(await generateX25519Identity())
  const encryption = {
    recipients: [await identityToRecipient(identity.reveal())],
    identities: async () => [identity],
  }
  const store = await openStore({ type: 'filesystem', path: storeFolder }, { name: 'primary' })
  const disposal = new AsyncDisposableStack()
  disposal.defer(() => rm(root, { recursive: true, force: true }))
  disposal.defer(() => store.close())
  const events: RunEvent[] = []
  const makeJob = async (parts: JobParts): Promise<TargetJob> => {
    const reporter = { report: (event: RunEvent): void => void events.push(event) }
    const context = disposal.use(await testContext({ reporter, ...parts.context }))
    const target = makeTarget({ folder: source, ...parts.source }, parts.settings)
    return { ...jobOf(target, store, encryption), context: engineContext(context) }
  }
  return {
    root,
    source,
    storeFolder,
    store,
    job: await makeJob({}),
    encryption,
    events,
    with: makeJob,
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  }
}

/** A manual backup of a folder of ledgers, without its context. */
export function jobOf(
  target: Target,
  store: StoreAdmin,
  encryption: Encryption,
): Omit<TargetJob, 'context'> & { readonly store: StoreAdmin } {
  return { target, engine: ledgerFile, store, encryption, policy: POLICY, trigger: { kind: 'manual' } }
}

/** A target named `books` whose database is that folder. */
export function makeTarget(connection: LedgerFolder, settings: JobParts['settings'] = {}): Target {
  return {
    name: 'books',
    engine: 'ledger-file',
    connect: async () => connection,
    store: 'primary',
    objectives: {},
    schedule: {},
    timeZone: 'UTC',
    retention: { minimumAgeMs: 0, minimumCount: 1 },
    settings: { ...SETTINGS, ...settings },
  }
}

/** Two ledgers; the texts do not compress, so that `cash` fills several volumes. */
async function writeLedgers(folder: string): Promise<void> {
  await mkdir(folder)
  await writeFile(join(folder, 'cash.ledger'), lines(4000))
  await writeFile(join(folder, 'goods.ledger'), lines(50))
}

function lines(count: number): string {
  return Array.from({ length: count }, (_, index) => `${index} ${randomBytes(60).toString('base64')}\n`).join(
    '',
  )
}

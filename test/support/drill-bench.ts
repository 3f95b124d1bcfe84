import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { runBackup } from '../../src/backup/backup.ts'
import type { Engine } from '../../src/core/engine.ts'
import type { BackupRecord } from '../../src/core/record.ts'
import { Secret } from '../../src/core/secret.ts'
import type { Target } from '../../src/core/target.ts'
import type { DrillJob } from '../../src/drill/drill.ts'
import { planSchema } from '../../src/drill/plan-schema.ts'
import { engine } from '../../src/engines/postgres/index.ts'
import type { ContextParts } from '../../src/runtime/context.ts'
import { openStore } from '../../src/stores/filesystem/index.ts'
import { engineContext, testContext } from './context.ts'
import { startSource, type PostgresSource } from './postgres-source.ts'
import { testImage } from './servers/image.ts'

/** A backup of a real server in a folder, and jobs that drill it. */
export interface CopyBench extends AsyncDisposable {
  readonly storeFolder: string
  readonly backup: BackupRecord
  /** A drill of that backup; parts replace the job's own. */
  job(parts?: Partial<DrillJob>, context?: Partial<ContextParts>): Promise<DrillJob>
  /** Another backup of the source as it is now. */
  backUp(): Promise<BackupRecord>
}

/** The same with the PostgreSQL it was taken from, which holds a small shop. */
export interface DrillBench extends CopyBench {
  readonly source: PostgresSource
}

const SHOP = `
  create table customers (id bigint primary key, name text not null, note text, credit double precision);
  insert into customers select n, 'customer ' || n, nullif(n % 3, 0)::text, n / 7.0 from generate_series(1, 500) n;
  create table orders (id serial primary key, customer bigint references customers, total numeric(10,2));
  insert into orders (customer, total) select 1 + n % 500, n * 1.25 from generate_series(1, 2000) n;
  create table log (line text);
  insert into log select 'line ' || n from generate_series(1, 100) n;
  create index on orders (customer);
`

/** A plan written as in YAML. */
export function drillPlan(written: object = {}): DrillJob['plan'] {
  return { name: 'test', ...planSchema.parse({ version: 1, ...written }) }
}

/** The shop in a PostgreSQL 16. */
export async function openDrillBench(): Promise<DrillBench> {
  await using undo = new AsyncDisposableStack()
  const source = undo.use(await startSource({ major: 16 }))
  await source.sql('postgres', 'create database shop')
  await source.sql('shop', SHOP)
  const target = drillTarget({ connect: async () => source.connection('shop') }, testImage('postgres-16'))
  const bench = undo.use(await openBenchOf(target, engine as Engine))
  const kept = undo.move()
  return { ...bench, source, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

/** A backup of any target in a folder, and jobs that drill it. */
export async function openBenchOf(target: Target, engineOfTarget: Engine): Promise<CopyBench> {
  await using undo = new AsyncDisposableStack()
  const root = await mkdtemp(join(tmpdir(), 'lifeboat-drill-'))
  undo.defer(() => rm(root, { recursive: true, force: true }))
  const identity = new Secret(await generateX25519Identity())
  const storeFolder = join(root, 'store')
  const shared = {
    target,
    engine: engineOfTarget,
    store: await openStore({ type: 'filesystem', path: storeFolder }, { name: 'primary' }),
    encryption: {
      recipients: [await identityToRecipient(identity.reveal())],
      identities: async () => [identity],
    },
    policy: {
      project: 'bench',
      digest: 'ab'.repeat(32),
      disclosure: 'full',
      evidenceKey: async () => ({ id: 'test-key', secret: new Secret('evidence') }),
    },
    trigger: { kind: 'manual' },
  } as const
  const backUp = async (): Promise<BackupRecord> => {
    await using context = await testContext()
    const record = await runBackup({ ...shared, context: engineContext(context) })
    if (record.error !== undefined) throw new Error(JSON.stringify(context.events))
    return record
  }
  const contexts = undo.use(new AsyncDisposableStack())
  const backup = await backUp()
  const kept = undo.move()
  return {
    storeFolder,
    backup,
    backUp,
    job: async (parts = {}, contextParts = {}) => {
      const context = contexts.use(await testContext(contextParts))
      return { ...shared, plan: drillPlan(), context: engineContext(context), ...parts }
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** A target named `shop` with objectives that every drill here meets. */
export function drillTarget(parts: Pick<Target, 'connect'> & Partial<Target>, image: string): Target {
  return {
    name: 'shop',
    engine: 'postgres',
    store: 'primary',
    objectives: { rpoMs: 3_600_000, rtoMs: 900_000 },
    schedule: {},
    timeZone: 'UTC',
    retention: { minimumAgeMs: 0, minimumCount: 1 },
    settings: {
      image,
      fingerprint: true,
      backupTimeoutMs: 60_000,
      drillTimeoutMs: 120_000,
      parallel: 2,
      volumeBytes: 64 * 1024,
    },
    ...parts,
  }
}

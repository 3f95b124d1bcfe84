import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runBackup } from '../../src/backup/backup.ts'
import { readManifest } from '../../src/backup/read-manifest.ts'
import { runVerify } from '../../src/backup/verify.ts'
import type { DelegatedPart } from '../../src/core/manifest.ts'
import type { BackupRecord, DrillRecord, VerificationRecord } from '../../src/core/record.ts'
import { Secret } from '../../src/core/secret.ts'
import type { StoreAdmin } from '../../src/core/store.ts'
import type { Target } from '../../src/core/target.ts'
import { runDrill } from '../../src/drill/drill.ts'
import type { ClickHouseConnection } from '../../src/engines/clickhouse/connection.ts'
import { engine } from '../../src/engines/clickhouse/index.ts'
import type { TargetJob } from '../../src/evidence/target-job.ts'
import type { ContextParts } from '../../src/runtime/context.ts'
import { openStore } from '../../src/stores/filesystem/index.ts'
import { engineContext, testContext } from './context.ts'
import { drillPlan } from './drill-bench.ts'
import { startClickHouse, type ClickHouseOptions, type StartedClickHouse } from './servers/clickhouse.ts'
import { testImage } from './servers/image.ts'
import { startMinio, type StartedMinio } from './servers/minio.ts'
import { BUCKET, openBucket } from './stores/s3-bucket.ts'

/** A ClickHouse whose server backs itself up into a bucket or a folder. */
export interface NativeBench extends AsyncDisposable {
  readonly server: StartedClickHouse
  readonly minio: StartedMinio
  readonly store: StoreAdmin
  readonly job: TargetJob
  jobOf(connection: Partial<ClickHouseConnection>, parts?: Partial<TargetJob>): TargetJob
  backUp(connection?: Partial<ClickHouseConnection>, parts?: Partial<TargetJob>): Promise<BackupRecord>
  /** With a context of its own, to be cancelled or watched. */
  contextOf(parts: Partial<ContextParts>): Promise<TargetJob['context']>
  verify(selector?: string): Promise<VerificationRecord>
  drill(selector?: string, provider?: 'process' | 'container'): Promise<DrillRecord>
  treeOf(id: string): Promise<DelegatedPart>
}

const COLLECTION = 'lifeboat'

export interface NativeBenchOptions extends ClickHouseOptions {
  /** `folder`: on the server's own disk `backups`. Default: a bucket. */
  readonly store?: 'folder'
}

/** Login and address of the bucket, as the server is configured with them. */
export function collectionOf(minio: StartedMinio, url = `${minio.endpoint}/${BUCKET}/`): string {
  return `<named_collections><${COLLECTION}><url>${url}</url><access_key_id>${minio.user}</access_key_id><secret_access_key>${minio.password}</secret_access_key></${COLLECTION}></named_collections>`
}

export async function openNativeBench({
  store: kind,
  ...options
}: NativeBenchOptions = {}): Promise<NativeBench> {
  await using undo = new AsyncDisposableStack()
  const minio = undo.use(await startMinio())
  await minio.createBucket(BUCKET)
  const config = `${collectionOf(minio)}${options.config ?? ''}`
  const server = undo.use(await startClickHouse({ ...options, config }))
  const store =
    kind === 'folder'
      ? await openStore({ type: 'filesystem', path: join(server.backupsDir, 'store') }, { name: 'primary' })
      : await openBucket(minio)
  undo.defer(() => store.close())
  const root = await mkdtemp(join(tmpdir(), 'lifeboat-native-'))
  undo.defer(() => rm(root, { recursive: true, force: true }))
  const contexts = undo.use(new AsyncDisposableStack())
  const contextOf: NativeBench['contextOf'] = async (parts) =>
    engineContext(contexts.use(await testContext(parts)))
  const context = await contextOf({})
  const connection: ClickHouseConnection = {
    host: server.host,
    port: server.port,
    database: 'shop',
    user: server.user,
    password: new Secret(server.password),
    tls: undefined,
    mode: 'native',
    native: kind === 'folder' ? { disk: 'backups' } : { collection: COLLECTION },
    format: 'native',
    compress: true,
    mutationTimeoutMs: 5000,
  }
  const jobOf: NativeBench['jobOf'] = (more, parts = {}) => ({
    target: targetOf({ ...connection, ...more }),
    engine,
    store,
    encryption: { recipients: [], identities: async () => [] },
    policy: {
      project: 'bench',
      digest: 'ab'.repeat(32),
      disclosure: 'full',
      evidenceKey: async () => undefined,
    },
    context,
    trigger: { kind: 'manual' },
    removeLease: (key) => store.remove(key),
    ...parts,
  })
  const job = jobOf({})
  const kept = undo.move()
  return {
    server,
    minio,
    store,
    job,
    jobOf,
    contextOf,
    backUp: (more = {}, parts = {}) => runBackup(jobOf(more, parts)),
    verify: (selector = 'latest') => runVerify({ ...job, selector }),
    drill: (selector, provider = 'process') =>
      runDrill({
        ...job,
        plan: drillPlan({ provider }),
        ...(selector === undefined ? {} : { selector }),
      }),
    treeOf: async (id) => {
      const { manifest } = await readManifest(store, { target: 'shop', id }, {})
      const [tree] = manifest.delegated ?? []
      if (tree === undefined) throw new Error(`${id} has no tree`)
      return tree
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

function targetOf(connection: ClickHouseConnection): Target {
  return {
    name: 'shop',
    engine: 'clickhouse',
    connect: async () => connection,
    store: 'primary',
    objectives: { rpoMs: 3_600_000, rtoMs: 900_000 },
    schedule: {},
    timeZone: 'UTC',
    retention: { minimumAgeMs: 0, minimumCount: 1 },
    settings: {
      image: testImage('clickhouse-26'),
      fingerprint: true,
      backupTimeoutMs: 120_000,
      drillTimeoutMs: 120_000,
      parallel: 2,
      volumeBytes: 64 * 1024,
    },
  }
}

import { join } from 'node:path'
import { startClickHouse, type StartedClickHouse } from '../../../test/support/servers/clickhouse.ts'
import { startMinio, type StartedMinio } from '../../../test/support/servers/minio.ts'
import { fillClickHouse, RANDOM } from './clickhouse-rows.ts'
import { inTurn, type Contender } from './measure.ts'
import { access } from './object-store.ts'
import { lifeboat, writeProject, type Project } from './project.ts'
import { ratioTable } from './report.ts'

const BUCKET = 'bench'
const COLLECTION = 'lifeboat'
const ROWS = 20_000_000
const BARE = '`BACKUP DATABASE … TO S3`'

/** What the native mode of ClickHouse is measured with. */
export interface NativeSubject {
  readonly folder: string
  readonly rounds: number
  /** Of 20 million rows, 2 GB. */
  readonly scale: number
  readonly key: { readonly identity: string }
}

/** Backups that the server itself writes into MinIO on the same machine, against its bare statement. */
export async function benchClickHouseNative({ folder, rounds, scale, key }: NativeSubject): Promise<string> {
  await using minio = await startMinio()
  await minio.createBucket(BUCKET)
  await using server = await startClickHouse({ config: collection(minio) })
  const rows = ROWS * scale
  const bytes = await fillClickHouse(server, { rows, body: RANDOM })
  const project: Project = {
    folder: join(folder, 'clickhouse-native'),
    store: {
      type: 's3',
      bucket: BUCKET,
      region: minio.region,
      endpoint: minio.endpoint,
      prefix: 'lifeboat/',
    },
    recipients: [],
    url: `http://${server.user}:${server.password}@${server.host}:${server.port}/bench`,
    identity: key.identity,
    env: access(minio),
    target: {
      engine: 'clickhouse',
      connection: { url: { env: 'BENCH_URL' }, mode: 'native', native: { collection: COLLECTION } },
    },
  }
  await writeProject(project)
  const names = { plain: 'Lifeboat, native, no fingerprint', all: 'Lifeboat, native, fingerprint' }
  const contenders = [
    bare(server),
    lifeboat(names.plain, project, ['backup', '--no-fingerprint']),
    lifeboat(names.all, project, ['backup']),
  ]
  const samples = await inTurn(contenders, rounds)
  const table = ratioTable(samples, [
    { name: BARE },
    { name: names.plain, against: BARE, bound: '≤ 1.1, ≤ 200 MB' },
    { name: names.all, against: BARE, bound: '≤ 1.15' },
  ])
  return `## ClickHouse, native mode, into MinIO: ${rows / 1e6} M rows, ${(bytes.stored / 1e9).toFixed(1)} GB\n\n${table}`
}

function collection({ endpoint, user, password }: StartedMinio): string {
  return `<named_collections><${COLLECTION}><url>${endpoint}/${BUCKET}/</url><access_key_id>${user}</access_key_id><secret_access_key>${password}</secret_access_key></${COLLECTION}></named_collections>`
}

/** The statement as an operator would send it, and its answer awaited. */
function bare({ host, port, user, password }: StartedClickHouse): Contender {
  const script = `curl -sS --fail-with-body -H "X-ClickHouse-User: $LOGIN" -H "X-ClickHouse-Key: $KEY" "http://${host}:${port}/" --data-binary "BACKUP DATABASE bench TO S3(${COLLECTION}, 'bare/$(date +%s%N)/')"`
  return { name: BARE, program: 'bash', args: ['-e', '-c', script], env: { LOGIN: user, KEY: password } }
}

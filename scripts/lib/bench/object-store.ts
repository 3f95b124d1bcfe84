import { startMinio, type StartedMinio } from '../../../test/support/servers/minio.ts'
import { join } from 'node:path'
import { inTurn } from './measure.ts'
import { lifeboat, writeProject, type Project } from './project.ts'
import { ratioTable } from './report.ts'
import { serverEnvironment, type Subject } from './subject.ts'

const BUCKET = 'bench'
const BARE = '`pg_dump -Fc -Z0 \\| zstd -3 \\| aws s3 cp -`'

/** Backups into MinIO on the same machine, against the stock tools. */
export async function benchObjectStore(subject: Subject): Promise<string> {
  await using minio = await startMinio()
  await minio.createBucket(BUCKET)
  const plain = await project(subject, minio, [])
  const sealed = await project(subject, minio, [subject.key.recipient])
  const script =
    '"$BIN/pg_dump" -Fc -Z0 | zstd -q -3 | aws --endpoint-url "$ENDPOINT" s3 cp --only-show-errors - s3://bench/bare.zst'
  const bare = {
    name: BARE,
    program: 'bash',
    args: ['-e', '-o', 'pipefail', '-c', script],
    env: { ...serverEnvironment(subject), ...access(minio), ENDPOINT: minio.endpoint },
  }
  const names = { plain: 'Lifeboat, no fingerprint, not sealed', all: 'Lifeboat, everything on' }
  const samples = await inTurn(
    [
      bare,
      lifeboat(names.plain, plain, ['backup', '--no-fingerprint']),
      lifeboat(names.all, sealed, ['backup']),
    ],
    subject.rounds,
  )
  const table = ratioTable(samples, [
    { name: BARE },
    { name: names.plain, against: BARE, bound: '≤ 1.05, ≤ 220 MB' },
    { name: names.all, against: BARE },
  ])
  return `## Backup into MinIO\n\n${table}`
}

async function project(
  subject: Subject,
  minio: StartedMinio,
  recipients: readonly string[],
): Promise<Project> {
  const made = {
    folder: join(subject.folder, `s3-${recipients.length}`),
    store: {
      type: 's3',
      bucket: BUCKET,
      region: minio.region,
      endpoint: minio.endpoint,
      prefix: `lifeboat-${recipients.length}/`,
    },
    recipients,
    url: subject.server.url,
    identity: subject.key.identity,
    env: access(minio),
  }
  await writeProject(made)
  return made
}

/** Credentials as the stock tools read them. */
export function access(minio: StartedMinio): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: minio.user,
    AWS_SECRET_ACCESS_KEY: minio.password,
    AWS_DEFAULT_REGION: minio.region,
  }
}

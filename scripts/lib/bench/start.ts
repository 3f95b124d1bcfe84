import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { join } from 'node:path'
import pLimit from 'p-limit'
import { startMinio, type StartedMinio } from '../../../test/support/servers/minio.ts'
import { repositoryRoot } from '../root.ts'
import { inTurn, type Contender } from './measure.ts'
import { access } from './object-store.ts'
import { lifeboat, writeProject } from './project.ts'
import { ratioTable } from './report.ts'
import type { Subject } from './subject.ts'

const BACKUPS = 10_000
const BUCKET = 'bench'

/** How soon the command line answers: its help, and a long listing. */
export async function benchStart(subject: Subject): Promise<string> {
  await using minio = await startMinio()
  await minio.createBucket(BUCKET)
  await fill(minio)
  const project = {
    folder: join(subject.folder, 'start'),
    store: { type: 's3', bucket: BUCKET, region: minio.region, endpoint: minio.endpoint },
    recipients: [],
    url: subject.server.url,
    identity: subject.key.identity,
    env: access(minio),
  }
  await writeProject(project)
  const help = {
    ...lifeboat('`lifeboat --help`', project, []),
    args: lifeboat('', project, []).args.slice(0, 1).concat('--help'),
  }
  const empty = { name: '`node -e 0`', program: process.execPath, args: ['-e', '0'], env: {} }
  const action = firstLineOfAction()
  const list = lifeboat(`\`lifeboat list\` of ${BACKUPS} backups on MinIO`, project, ['list'])
  const samples = await inTurn([empty, help, action, list], Math.max(subject.rounds, 5))
  const table = ratioTable(samples, [
    { name: empty.name },
    { name: help.name, bound: '≤ 0.15 s' },
    { name: action.name, bound: '≤ 0.4 s' },
    { name: list.name, bound: '≤ 3 s' },
  ])
  return `## Start\n\n${table}`
}

/** Starts the program of its argument and prints how long its first line took, in milliseconds. */
const STOPWATCH = `
import { spawn } from 'node:child_process'
const began = performance.now()
const child = spawn(process.execPath, [process.argv[1]], { stdio: ['ignore', 'pipe', 'ignore'] })
child.stdout.once('data', () => {
  console.log(performance.now() - began)
  child.kill()
})`

/** What whoever watches a workflow waits for. */
function firstLineOfAction(): Contender {
  return {
    name: 'the action, to its first line',
    program: process.execPath,
    args: ['--input-type=module', '--eval', STOPWATCH, join(repositoryRoot, 'dist/action.js')],
    env: { INPUT_COMMAND: 'list' },
    timeOf: Number,
  }
}

async function fill(minio: StartedMinio): Promise<void> {
  const client = new S3Client({
    endpoint: minio.endpoint,
    region: minio.region,
    forcePathStyle: true,
    credentials: { accessKeyId: minio.user, secretAccessKey: minio.password },
  })
  const limit = pLimit(32)
  await limit.map([...Array(BACKUPS).keys()], async (index) => {
    const at = new Date(Date.UTC(2020, 0, 1) + index * 3_600_000)
      .toISOString()
      .slice(0, 19)
      .replaceAll(/[-:]/g, '')
    const Key = `manifests/bench/${at}Z-0000.json`
    await client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: '{}' }))
  })
  client.destroy()
}

import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { copyFile, mkdir } from 'node:fs/promises'
import { get } from 'node:https'
import { join } from 'node:path'
import { hasMinio, minioProgram } from '../../../scripts/lib/minio.ts'
import { minio } from '../../../scripts/lib/pins.ts'
import { type Certificates, makeCertificates } from './certificates.ts'
import { findFreePort } from './free-port.ts'
import { announceServer } from './met.ts'
import { makeServerFolder } from './server-folder.ts'
import { runServer } from './server-process.ts'

/** What kind of MinIO to start. */
export interface MinioOptions {
  readonly tls?: boolean
  /** Further environment variables of the server. */
  readonly env?: Readonly<Record<string, string>>
}

/** A started MinIO; disposing kills it and removes all it had. */
export interface StartedMinio extends AsyncDisposable {
  readonly endpoint: string
  readonly host: string
  readonly port: number
  readonly region: string
  readonly user: string
  readonly password: string
  readonly tls: Certificates | undefined
  /** Where its objects lie, for tests that damage them. */
  readonly dataDir: string
  readonly pid: number
  readonly log: () => string
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>
  /** Makes a bucket, with object lock when asked. */
  readonly createBucket: (name: string, options?: { lock?: boolean }) => Promise<void>
}

const host = '127.0.0.1'
const access = { region: 'us-east-1', user: 'lifeboat', password: 'lifeboat-test' }

/** Starts a MinIO of its own as a local process on an ephemeral loopback port. */
export async function startMinio(options: MinioOptions = {}): Promise<StartedMinio> {
  if (!hasMinio()) throw new Error('MinIO is not in the cache: run npm run setup')
  await using cleanup = new AsyncDisposableStack()
  const folder = cleanup.use(await makeServerFolder('minio')).path
  const tls = options.tls ? await makeCertificates(folder) : undefined
  const certificates = await makeCertificateFolder(folder, tls)
  const dataDir = join(folder, 'data')
  await mkdir(dataDir)
  const port = await findFreePort()
  const endpoint = `${tls ? 'https' : 'http'}://${host}:${port}`
  const server = await runServer({
    program: minioProgram(),
    args: ['server', '--quiet', '--certs-dir', certificates, '--address', `${host}:${port}`, dataDir],
    env: {
      MINIO_ROOT_USER: access.user,
      MINIO_ROOT_PASSWORD: access.password,
      MINIO_BROWSER: 'off',
      MINIO_UPDATE: 'off',
      ...options.env,
    },
    folder,
    endSignal: 'SIGKILL',
    ready: () => isReady(endpoint, tls),
  })
  cleanup.defer(() => server.stop())
  announceServer(`minio ${minio.version.split('-')[1]} (process, Go module)`)
  const createBucket = (name: string, { lock = false } = {}) =>
    makeBucket(endpoint, { name, lock, ca: tls?.ca })
  const owned = cleanup.move()
  const dispose = { [Symbol.asyncDispose]: () => owned.disposeAsync() }
  return { endpoint, host, port, ...access, tls, dataDir, ...server, createBucket, ...dispose }
}

/** MinIO looks for files of these names, and would look into the home folder without one of its own. */
async function makeCertificateFolder(folder: string, tls: Certificates | undefined): Promise<string> {
  const certificates = join(folder, 'certs')
  await mkdir(certificates)
  if (tls) {
    await copyFile(tls.certificateFile, join(certificates, 'public.crt'))
    await copyFile(tls.keyFile, join(certificates, 'private.key'))
  }
  return certificates
}

async function isReady(endpoint: string, tls: Certificates | undefined): Promise<boolean> {
  const url = `${endpoint}/minio/health/ready`
  if (!tls)
    return fetch(url).then(
      ({ ok }) => ok,
      () => false,
    )
  return new Promise((resolve) => {
    const request = get(url, { ca: tls.ca, agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    request.on('error', () => resolve(false))
  })
}

async function makeBucket(
  endpoint: string,
  bucket: { name: string; lock: boolean; ca: string | undefined },
): Promise<void> {
  const client = new S3Client({
    endpoint,
    region: access.region,
    forcePathStyle: true,
    credentials: { accessKeyId: access.user, secretAccessKey: access.password },
    ...(bucket.ca && { requestHandler: { httpsAgent: { ca: bucket.ca } } }),
  })
  try {
    await client.send(
      new CreateBucketCommand({ Bucket: bucket.name, ObjectLockEnabledForBucket: bucket.lock }),
    )
  } finally {
    client.destroy()
  }
}

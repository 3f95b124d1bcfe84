import { join } from 'node:path'
import { get } from 'node:http'
import { get as getTls } from 'node:https'
import { officialPrograms } from '../../../../scripts/lib/official.ts'
import { makeCertificates, type Certificates } from '../certificates.ts'
import { findFreePort } from '../free-port.ts'
import { announceServer } from '../met.ts'
import { makeServerFolder } from '../server-folder.ts'
import { runServer } from '../server-process.ts'
import { findQdrant, type QdrantProgram } from './program.ts'

/** What kind of Qdrant to start. */
export interface QdrantOptions {
  readonly apiKey?: string
  readonly readOnlyApiKey?: string
  readonly tls?: boolean
  /** The stand-in although there is a real program. */
  readonly only?: 'stand-in'
  /** Variables that only the stand-in knows: `QDRANT_STAND_IN_…`. */
  readonly standIn?: Readonly<Record<string, string>>
}

/** A started Qdrant; disposing kills it and removes all it had. */
export interface StartedQdrant extends AsyncDisposable {
  readonly host: string
  readonly port: number
  readonly kind: QdrantProgram['kind']
  readonly tls: Certificates | undefined
  /** Where its snapshots lie, for tests that damage them. */
  readonly snapshots: string
  readonly pid: number
  readonly log: () => string
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>
}

const host = '127.0.0.1'
const STAND_IN = '1.19.0 (stand-in, checked against recordings)'

/** Starts a Qdrant of its own as a local process on an ephemeral loopback port. */
export async function startQdrant(options: QdrantOptions = {}): Promise<StartedQdrant> {
  const { folder: bin, version, kind } = await findQdrant(options.only)
  await using cleanup = new AsyncDisposableStack()
  const folder = cleanup.use(await makeServerFolder('qdrant')).path
  const tls = options.tls === true ? await makeCertificates(folder) : undefined
  const port = await findFreePort()
  const snapshots = join(folder, 'snapshots')
  const server = await runServer({
    program: join(bin, 'qdrant'),
    args: [],
    env: {
      QDRANT__SERVICE__HOST: host,
      QDRANT__SERVICE__HTTP_PORT: String(port),
      QDRANT__SERVICE__GRPC_PORT: String(await findFreePort()),
      QDRANT__STORAGE__STORAGE_PATH: join(folder, 'storage'),
      QDRANT__STORAGE__SNAPSHOTS_PATH: snapshots,
      QDRANT__TELEMETRY_DISABLED: 'true',
      QDRANT__SERVICE__JWT_RBAC: 'true',
      ...(options.apiKey === undefined ? {} : { QDRANT__SERVICE__API_KEY: options.apiKey }),
      ...(options.readOnlyApiKey === undefined
        ? {}
        : { QDRANT__SERVICE__READ_ONLY_API_KEY: options.readOnlyApiKey }),
      ...(tls === undefined
        ? {}
        : {
            QDRANT__SERVICE__ENABLE_TLS: 'true',
            QDRANT__TLS__CERT: tls.certificateFile,
            QDRANT__TLS__KEY: tls.keyFile,
          }),
      ...options.standIn,
    },
    folder,
    endSignal: 'SIGKILL',
    ready: () => isReady(port, tls),
  })
  cleanup.defer(() => server.stop())
  const origin = officialPrograms('qdrant') === undefined ? 'PATH' : 'official'
  const met = kind === 'program' ? `${version} (process, ${origin})` : STAND_IN
  announceServer(`qdrant ${met}`, options.only !== undefined)
  const owned = cleanup.move()
  return { host, port, kind, tls, snapshots, ...server, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

function isReady(port: number, tls: Certificates | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const options = {
      host,
      port,
      path: '/readyz',
      agent: false,
      ...(tls === undefined ? {} : { ca: tls.ca }),
    }
    const request = (tls === undefined ? get : getTls)(options, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    request.on('error', () => resolve(false))
  })
}

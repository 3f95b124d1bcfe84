import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import type { DelegatedWrite } from '../../../../src/core/delegation.ts'
import type { Capture, CaptureRequest, Engine } from '../../../../src/core/engine.ts'
import type { StoreAddress } from '../../../../src/core/store.ts'
import { ledgerFile } from '../ledger-file/index.ts'

/** A database whose server writes its own backups: the smallest that delegates. */
export interface TreeServer {
  readonly id: string
  /** What it holds, by the name it gives it. */
  readonly objects: ReadonlyMap<string, Buffer>
  /** Bases further writes on the newest backup, and writes only what that one's server did not. */
  readonly incremental?: boolean
  /** Happens when everything is written. */
  readonly written?: (address: StoreAddress) => Promise<void>
}

/** Names that no key of ours has. */
export const METADATA = '.backup'

/** An engine that delegates its one part, for tests of what surrounds engines. */
export const treeServer: Engine<TreeServer> = {
  ...(ledgerFile as unknown as Engine<TreeServer>),
  name: 'tree-server',
  connect: async (written) => written as TreeServer,
  probe: async (connection) => ({
    identity: identityOf(connection),
    serverTime: new Date(),
    sizeBytes: 0,
    missing: [],
    requirements: {},
  }),
  inspect: async (connection) => ({ identity: identityOf(connection), exists: true, objects: 0 }),
  capture,
  parse: async () => [{ name: 'tree', result: 'skipped', detail: 'only a server can read it' }],
}

async function capture(connection: TreeServer, { sink }: CaptureRequest): Promise<Capture> {
  const now = new Date().toISOString()
  await sink.delegate(
    'tree',
    async ({ address, earlier }): Promise<DelegatedWrite> => {
      const base = connection.incremental === true ? await earlier() : undefined
      const known = new Set(base?.requirements['digests']?.split(' '))
      const fresh = [...connection.objects].filter(([, content]) => !known.has(digestOf(content)))
      const metadata = Buffer.from([...connection.objects.keys()].join('\n'))
      for (const [name, content] of [...fresh, [METADATA, metadata] as const]) {
        await writeInto(address, name, content)
      }
      await connection.written?.(address)
      return base === undefined ? {} : { basedOn: base }
    },
    { metadata: (name) => name === METADATA, forbidden: /key='[^']+'/ },
  )
  return {
    identity: identityOf(connection),
    consistency: { kind: 'perObject', fromAt: now, toAt: now },
    fingerprint: undefined,
    requirements: { digests: [...connection.objects.values()].map(digestOf).join(' ') },
    limitations: [],
  }
}

/** As a server does that knows nothing of Lifeboat: large ones in pieces, without any checksum. */
export async function writeInto(address: StoreAddress, name: string, content: Buffer): Promise<void> {
  if (address.kind === 'folder') {
    const file = join(address.path, name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, content)
    return
  }
  const login = await address.login()
  const client = new S3Client({
    ...(address.endpoint === undefined ? {} : { endpoint: address.endpoint }),
    region: address.region ?? 'us-east-1',
    forcePathStyle: address.pathStyle,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    credentials: {
      accessKeyId: login?.accessKeyId.reveal() ?? '',
      secretAccessKey: login?.secretAccessKey.reveal() ?? '',
    },
  })
  const object = { Bucket: address.bucket, Key: address.prefix + name }
  if (content.length < SMALL) await client.send(new PutObjectCommand({ ...object, Body: content }))
  else await writeInPieces(client, object, content)
  client.destroy()
}

const SMALL = 5 * 2 ** 20

/** Of growing size, as ClickHouse makes them. */
async function writeInPieces(
  client: S3Client,
  object: { readonly Bucket: string; readonly Key: string },
  content: Buffer,
): Promise<void> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(object))
  const Parts: CompletedPart[] = []
  for (let [start, size] = [0, SMALL]; start < content.length; start += size, size += 2 ** 19) {
    const PartNumber = Parts.length + 1
    const Body = content.subarray(start, start + size)
    const { ETag } = await client.send(new UploadPartCommand({ ...object, UploadId, PartNumber, Body }))
    Parts.push({ ETag, PartNumber })
  }
  await client.send(new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts } }))
}

function digestOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

function identityOf({ id }: TreeServer): Capture['identity'] {
  return { version: '1.0', id, address: `tree://${id}` }
}

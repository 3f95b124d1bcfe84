import { S3Client } from '@aws-sdk/client-s3'
import { readFile } from 'node:fs/promises'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { RevealSecret } from '../../core/secret.ts'
import type { StoreLogin } from '../../core/store.ts'
import { parseDuration } from '../../core/units.ts'
import { StoreError } from '../store-error.ts'
import { assumeRole } from './assume-role.ts'
import type { S3Settings } from './config.ts'

const CONNECT_TIMEOUT_MS = 10_000
// The SDK's own tries absorb a hiccup, of single parts too; the retry wrapper absorbs an outage.
const MAX_ATTEMPTS = 4

// The SDK prints warnings about retries by itself; ours are errors with a code.
const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore }

/** Makes the SDK's client. Reveals the login; nothing is sent yet. Throws `secret-missing` or `store-unreachable`. */
export async function createClient(settings: S3Settings, reveal: RevealSecret): Promise<S3Client> {
  const { endpoint, forcePathStyle = endpoint !== undefined } = settings
  const region = settings.region ?? (endpoint === undefined ? undefined : 'us-east-1')
  const credentials =
    settings.credentials === undefined
      ? await plainLogin(settings, reveal)
      : assumeRole(settings.credentials, region, reveal)
  const ca = settings.caFile === undefined ? undefined : await readAuthorities(settings.caFile)
  const client = new S3Client({
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    ...(credentials !== undefined && { credentials }),
    forcePathStyle,
    maxAttempts: MAX_ATTEMPTS,
    expectContinueHeader: false,
    // Every upload names its SHA-256 itself, and every reader compares with the manifest's.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    logger: SILENT,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: parseDuration(settings.timeout) ?? 0,
      // Agents of our own: for large bodies the SDK would make others, without the authority and without keep-alive.
      httpAgent: new HttpAgent({ keepAlive: true }),
      httpsAgent: new HttpsAgent({ keepAlive: true, ...(ca !== undefined && { ca }) }),
    },
  })
  signByKnownDigest(client)
  return client
}

/** Lets the signature use the SHA-256 that the request carries already, instead of hashing the body once more. */
function signByKnownDigest(client: S3Client): void {
  client.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { readonly headers: Record<string, string> }
      const digest = headers['x-amz-checksum-sha256']
      if (digest !== undefined)
        headers['x-amz-content-sha256'] = Buffer.from(digest, 'base64').toString('hex')
      return next(args)
    },
    { step: 'build', name: 'signByKnownDigest' },
  )
}

/** The login as configured; undefined where it comes from elsewhere. Throws `secret-missing`. */
export async function revealLogin(
  { accessKeyId, secretAccessKey, sessionToken }: S3Settings,
  reveal: RevealSecret,
): Promise<StoreLogin | undefined> {
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined
  return {
    accessKeyId: await reveal(accessKeyId),
    secretAccessKey: await reveal(secretAccessKey),
    ...(sessionToken !== undefined && { sessionToken: await reveal(sessionToken) }),
  }
}

async function plainLogin(
  settings: S3Settings,
  reveal: RevealSecret,
): Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken?: string } | undefined> {
  const login = await revealLogin(settings, reveal)
  if (login === undefined) return undefined
  return {
    accessKeyId: login.accessKeyId.reveal(),
    secretAccessKey: login.secretAccessKey.reveal(),
    ...(login.sessionToken !== undefined && { sessionToken: login.sessionToken.reveal() }),
  }
}

async function readAuthorities(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new StoreError('permanent', {
      code: 'store-unreachable',
      what: `The caFile ${file} cannot be read`,
      why: error instanceof Error ? error.message : String(error),
      fix: 'Correct `caFile` of the store in lifeboat.yaml: a PEM file that this user can read.',
      cause: error,
    })
  }
}

function ignore(): void {
  // Nothing is printed below the command line.
}

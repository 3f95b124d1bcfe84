import { createSign, createVerify, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import type { StartedMinio } from '../../servers/minio.ts'
import { startWebServer } from '../../servers/web-server.ts'
import { assumeRole, type TemporaryLogin } from '../../stores/assume-role.ts'

/** The SDK renews a login so long before its end. */
const RENEWED_BEFORE_MS = 300_000

export const ROLE = 'arn:aws:iam::123456789012:role/lifeboat-backup'
const AUTHORITY = 'request-token-of-this-job'
const ANYTHING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::*' }],
})

/** GitHub's OIDC issuer and AWS's STS in one server; STS hands out real logins of a MinIO. */
export interface FakeIdentity extends AsyncDisposable {
  readonly url: string
  /** As the runner sets them in a job that may have a token. */
  readonly environment: Readonly<Record<string, string>>
  /** The logins handed out, with the time from which on nothing signed with them counts. */
  readonly logins: { readonly accessKeyId: string; readonly endsAt: number }[]
  /** Every secret that went through it. */
  readonly secrets: string[]
  /** The trust policy of the role. */
  readonly trust: { subject: string }
  /** Answers of the issuer to come, instead of a token. */
  readonly outages: number[]
}

/** Starts one whose logins are renewed by the SDK after `renewedAfterMs`. */
export async function startFakeIdentity(minio: StartedMinio, renewedAfterMs: number): Promise<FakeIdentity> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const parts = {
    logins: [],
    secrets: [AUTHORITY],
    trust: { subject: 'repo:ann@7/shop@42:ref:refs/heads/main' },
    outages: [],
  } as Omit<FakeIdentity, 'url' | 'environment' | typeof Symbol.asyncDispose>
  async function issue(request: IncomingMessage): Promise<Answer> {
    const outage = parts.outages.shift()
    if (outage !== undefined) return { status: outage, body: '' }
    if (request.headers.authorization !== `Bearer ${AUTHORITY}`) return { status: 401, body: '' }
    const aud = new URL(request.url ?? '', 'http://issuer').searchParams.get('audience')
    const token = sign({ aud, sub: 'repo:ann@7/shop@42:ref:refs/heads/main' }, privateKey)
    parts.secrets.push(token)
    return { status: 200, body: JSON.stringify({ count: token.length, value: token }) }
  }
  async function grant(request: IncomingMessage): Promise<Answer> {
    const asked = new URLSearchParams(await text(request))
    const claims = verify(asked.get('WebIdentityToken') ?? '', publicKey)
    const isTrusted = claims?.aud === 'sts.amazonaws.com' && claims.sub === parts.trust.subject
    if (!isTrusted || asked.get('RoleArn') !== ROLE) return { status: 403, body: DENIED }
    const login = await assumeRole(minio, ANYTHING)
    const endsAt = Date.now() + renewedAfterMs
    parts.logins.push({ accessKeyId: login.accessKeyId, endsAt })
    parts.secrets.push(login.secretAccessKey, login.sessionToken)
    return { status: 200, body: granted(login, new Date(endsAt + RENEWED_BEFORE_MS)) }
  }
  const server = await startWebServer((request, response) => {
    const answer = request.url?.startsWith('/token') ? issue(request) : grant(request)
    answer.then(
      ({ status, body }) => response.writeHead(status).end(body),
      (error: unknown) => response.destroy(error as Error),
    )
  })
  const { url } = server
  return {
    ...parts,
    url,
    environment: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: AUTHORITY,
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

interface Answer {
  readonly status: number
  readonly body: string
}

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/'
const DENIED = `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>Not authorized to perform sts:AssumeRoleWithWebIdentity</Message></Error><RequestId>1</RequestId></ErrorResponse>`

function granted(login: TemporaryLogin, expiration: Date): string {
  return `<AssumeRoleWithWebIdentityResponse xmlns="${NAMESPACE}"><AssumeRoleWithWebIdentityResult>
    <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/lifeboat-backup/lifeboat</Arn><AssumedRoleId>A:lifeboat</AssumedRoleId></AssumedRoleUser>
    <Credentials><AccessKeyId>${login.accessKeyId}</AccessKeyId><SecretAccessKey>${login.secretAccessKey}</SecretAccessKey>
    <SessionToken>${login.sessionToken}</SessionToken><Expiration>${expiration.toISOString()}</Expiration></Credentials>
  </AssumeRoleWithWebIdentityResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></AssumeRoleWithWebIdentityResponse>`
}

function sign(claims: object, key: KeyObject): string {
  const now = Math.floor(Date.now() / 1000)
  const body = { iss: 'https://token.actions.githubusercontent.com', iat: now, exp: now + 300, ...claims }
  const signed = [{ alg: 'RS256', typ: 'JWT' }, body].map((part) => base64url(JSON.stringify(part))).join('.')
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key).toString('base64url')}`
}

interface Claims {
  readonly aud: string
  readonly sub: string
  readonly exp: number
}

/** The claims of a token that the issuer signed and that still counts. */
function verify(token: string, key: KeyObject): Claims | undefined {
  const [head = '', body = '', signature = ''] = token.split('.')
  const isSigned = createVerify('RSA-SHA256').update(`${head}.${body}`).verify(key, signature, 'base64url')
  if (!isSigned) return undefined
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Claims
  return claims.exp * 1000 > Date.now() ? claims : undefined
}

function base64url(written: string): string {
  return Buffer.from(written).toString('base64url')
}

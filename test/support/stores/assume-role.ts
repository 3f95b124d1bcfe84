import { createHash, createHmac } from 'node:crypto'
import type { StartedMinio } from '../servers/minio.ts'

/** Temporary credentials of a login that may do what a policy says and nothing else. */
export interface TemporaryLogin {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
}

const TYPE = 'application/x-www-form-urlencoded'

/** Asks MinIO's STS for a login restricted by a policy, in a request signed by hand: the SDK's client for it is not installed. */
export async function assumeRole(minio: StartedMinio, policy: string): Promise<TemporaryLogin> {
  const body = new URLSearchParams({ Action: 'AssumeRole', Version: '2011-06-15', Policy: policy }).toString()
  const answer = await fetch(`${minio.endpoint}/`, { method: 'POST', body, headers: signed(minio, body) })
  const text = await answer.text()
  const field = (name: string): string => new RegExp(`<${name}>(.*?)</${name}>`).exec(text)?.[1] ?? ''
  if (!answer.ok) throw new Error(text)
  return {
    accessKeyId: field('AccessKeyId'),
    secretAccessKey: field('SecretAccessKey'),
    sessionToken: field('SessionToken'),
  }
}

function signed(minio: StartedMinio, body: string): Record<string, string> {
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const scope = `${time.slice(0, 8)}/${minio.region}/sts/aws4_request`
  const digest = sha256(body)
  const host = `${minio.host}:${minio.port}`
  const headers = { 'content-type': TYPE, host, 'x-amz-content-sha256': digest, 'x-amz-date': time }
  const names = Object.keys(headers).join(';')
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`)
  const request = ['POST', '/', '', lines.join(''), names, digest].join('\n')
  const steps = [...scope.split('/'), ['AWS4-HMAC-SHA256', time, scope, sha256(request)].join('\n')]
  const signature = steps.reduce<string | Buffer>(
    (key, step) => createHmac('sha256', key).update(step).digest(),
    `AWS4${minio.password}`,
  )
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${minio.user}/${scope}, SignedHeaders=${names}, Signature=${(signature as Buffer).toString('hex')}`,
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

import { createHash } from 'node:crypto'
import { request as send } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { Exchange } from './recordings.ts'
import { makeToken } from './token.ts'

/** An answer as it came. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

type Sent = Pick<Exchange, 'server' | 'method' | 'path' | 'headers' | 'name' | 'body' | 'bodyNote'>

export const KEYS = { all: 'the-key', readOnly: 'the-read-only-key' }

/** Sends recorded requests to servers of the test's own, with the names that their snapshots have there. */
export class Replayer {
  private readonly ports: Readonly<Record<string, number>>
  private readonly names = new Map<string, string>()
  private readonly files = new Map<string, Buffer>()
  /** By collection: two snapshots of one second are one file. */
  private readonly lastSnapshots = new Map<string, number>()

  constructor(ports: Readonly<Record<string, number>>) {
    this.ports = ports
  }

  async replay(exchange: Exchange): Promise<Answer> {
    if (isCreation(exchange)) await this.untilNextSecond(`${exchange.server}${exchange.path.split('/')[2]}`)
    const answer = await this.send(exchange)
    this.remember(exchange, answer)
    return answer
  }

  async send(exchange: Sent): Promise<Answer> {
    const renamed = [...this.names].reduce(
      (text, [recorded, own]) => text.replace(recorded, own),
      exchange.path,
    )
    const upload = uploadOf(exchange, (download) => this.files.get(download) ?? Buffer.alloc(0))
    const path = withChecksum(renamed, upload?.checksum)
    const headers = {
      ...exchange.headers,
      ...keyOf(exchange),
      ...(upload === undefined ? {} : { 'content-type': upload.type }),
    }
    const port = this.ports[exchange.server] ?? 0
    return await new Promise((resolve, reject) => {
      const request = send({ host: '127.0.0.1', port, method: exchange.method, path, headers, agent: false })
      request.once('error', reject)
      request.once('response', (response) => {
        buffer(response).then(
          (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
          reject,
        )
      })
      request.end(upload?.body ?? exchange.body)
    })
  }

  async untilNextSecond(collection: string): Promise<void> {
    while (secondNow() === this.lastSnapshots.get(collection)) await sleep(20)
    this.lastSnapshots.set(collection, secondNow())
  }

  private remember({ text, name }: Exchange, answer: Answer): void {
    const recorded = snapshotName(text ?? '')
    const made = snapshotName(answer.body.toString('utf8'))
    if (/snap_create|_snap(_|$)|snap_rw/.test(name) && recorded !== undefined && made !== undefined) {
      this.names.set(encodeURIComponent(recorded), encodeURIComponent(made))
    }
    if (answer.headers['content-type'] === 'application/octet-stream' && answer.status === 200) {
      this.files.set(name, answer.body)
    }
  }
}

function secondNow(): number {
  return Math.floor(Date.now() / 1000)
}

function isCreation({ method, path }: Exchange): boolean {
  return method === 'POST' && /\/snapshots(\?|$)/.test(path)
}

function snapshotName(text: string): string | undefined {
  return /"name":"([^"]+\.snapshot)"/.exec(text)?.[1]
}

/** The checksum of a recorded file becomes that of the file that is sent instead. */
function withChecksum(path: string, checksum: string | undefined): string {
  return checksum === undefined
    ? path
    : path.replace(/checksum=(?!0{64})[0-9a-f]{64}/, `checksum=${checksum}`)
}

/** Keys are redacted in the recordings; the name of an exchange says which one it was. */
function keyOf({
  name,
  headers,
  server,
}: Pick<Exchange, 'name' | 'headers' | 'server'>): Record<string, string> {
  const which =
    /^\d+_C_(nokey|wrongkey|ro|rw|bearer_rw|jwt_global_r|jwt_global_m|jwt_coll_rw|jwt_coll_r|jwt_expired)_/.exec(
      name,
    )?.[1]
  if (server !== '6533' || which === 'nokey') return {}
  const key = which === undefined ? KEYS.all : (KNOWN_KEYS[which] ?? KEYS.all)
  return 'api-key' in headers ? { 'api-key': key } : { authorization: `Bearer ${key}` }
}

const KNOWN_KEYS: Readonly<Record<string, string>> = {
  wrongkey: 'no-key',
  ro: KEYS.readOnly,
  rw: KEYS.all,
  bearer_rw: KEYS.all,
  jwt_global_r: makeToken({ access: 'r' }, KEYS.all),
  jwt_global_m: makeToken({ access: 'm' }, KEYS.all),
  jwt_coll_r: makeToken({ access: [{ collection: 'sec', access: 'r' }] }, KEYS.all),
  jwt_coll_rw: makeToken({ access: [{ collection: 'sec', access: 'rw' }] }, KEYS.all),
  jwt_expired: makeToken({ access: 'm', exp: 1 }, KEYS.all),
}

interface Upload {
  readonly body: Buffer
  readonly type: string
  readonly checksum: string
}

const BOUNDARY = 'replayed'

/** The recorded upload, with this server's own snapshot in place of the real one; other sizes are said by the note alone. */
function uploadOf(
  { name, bodyNote, headers }: Sent,
  fileOf: (download: string) => Buffer,
): Upload | undefined {
  const [, field = '', filename = '', bytes = ''] =
    /one part name="(\w+)" filename="([^"]+)", (\d+) bytes/.exec(bodyNote ?? '') ?? []
  if (field === '') return undefined
  const whole = fileOf(downloadOf(name, Number(bytes)))
  const content = altered(name, whole)
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${field}"; filename="${filename}"\r\n\r\n`
  return {
    body: Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]),
    type: (headers['content-type'] ?? '').replace(/boundary=.*/, `boundary=${BOUNDARY}`),
    checksum: createHash('sha256').update(whole).digest('hex'),
  }
}

/** Which download was uploaded again, by its size. */
function downloadOf(name: string, bytes: number): string {
  const known: Readonly<Record<number, string>> = {
    539_136: '067_snap_download_plain128',
    626_176: '070_snap_download_named',
    1_653_760: '073_snap_download_indexed',
    302_080: '097_shard_stream',
    303_104: '102_shard_snap_download',
    199_680: '381_D_snap_download',
    190_464: '386_E_snap_download',
    56_320: '218_C_ro_snap_download',
  }
  return known[bytes] ?? (name.includes('shard_upload') ? '097_shard_stream' : '067_snap_download_plain128')
}

function altered(name: string, whole: Buffer): Buffer {
  const minus = /truncated_minus(\d+)/.exec(name)?.[1]
  if (minus !== undefined) return whole.subarray(0, whole.length - Number(minus))
  if (name.includes('truncated_half') || name.includes('truncated_with'))
    return whole.subarray(0, whole.length / 2)
  if (name.includes('truncated_empty')) return Buffer.alloc(0)
  if (name.includes('truncated_100bytes')) return whole.subarray(0, 100)
  if (name.includes('truncated_first512')) return whole.subarray(0, 512)
  if (name.includes('garbage'))
    return Buffer.from(Array.from({ length: 2000 }, (_, at) => (at * 7 + 1) % 251))
  if (name.includes('gzipped')) return gzipSync(whole)
  return name.includes('bitflip') ? withFlippedBit(whole) : whole
}

/** Another digit, so that it stays what can be read. */
function withFlippedBit(whole: Buffer): Buffer {
  const flipped = Buffer.from(whole)
  const at = flipped.indexOf('0.', 2000) + 3
  flipped[at] = (flipped[at] ?? 0) ^ 1
  return flipped
}

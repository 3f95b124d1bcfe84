import { request, type IncomingMessage } from 'node:http'
import { pipeline } from 'node:stream'
import { startWebServer } from '../../servers/web-server.ts'

/** Times of signatures are in whole seconds, and between the choice of a login and its use some may pass. */
const SLACK_MS = 2000

const EXPIRED =
  '<?xml version="1.0"?><Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>'

export interface ExpiringProxy extends AsyncDisposable {
  readonly endpoint: string
  /** The access keys of the requests that sent a part, in order. */
  readonly partKeys: string[]
}

/** A store in front of a real one that refuses what was signed with a login after its end. */
export async function startExpiringProxy(
  target: { readonly host: string; readonly port: number },
  logins: readonly { readonly accessKeyId: string; readonly endsAt: number }[],
): Promise<ExpiringProxy> {
  const partKeys: string[] = []
  const server = await startWebServer((incoming, outgoing) => {
    const key = /Credential=([^/]+)\//.exec(incoming.headers.authorization ?? '')?.[1] ?? ''
    if (incoming.url?.includes('partNumber=')) partKeys.push(key)
    const login = logins.find(({ accessKeyId }) => accessKeyId === key)
    if (login === undefined || signedAt(incoming) > login.endsAt + SLACK_MS) {
      incoming.resume()
      outgoing.writeHead(400, { 'content-type': 'application/xml' }).end(EXPIRED)
      return
    }
    const { method, headers, url: path } = incoming
    const onward = request({ host: target.host, port: target.port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
      pipeline(answer, outgoing, () => undefined)
    })
    onward.on('error', () => outgoing.destroy())
    pipeline(incoming, onward, () => undefined)
  })
  return {
    endpoint: server.url,
    partKeys,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

function signedAt({ headers }: IncomingMessage): number {
  const [, date, time] = /^(\d{8})T(\d{6})Z$/.exec(String(headers['x-amz-date'])) ?? []
  const digits = `${date}${time}`
  return Date.UTC(
    Number(digits.slice(0, 4)),
    Number(digits.slice(4, 6)) - 1,
    Number(digits.slice(6, 8)),
    Number(digits.slice(8, 10)),
    Number(digits.slice(10, 12)),
    Number(digits.slice(12, 14)),
  )
}

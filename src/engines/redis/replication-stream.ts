import { once } from 'node:events'
import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { socketOptions, type RedisConnection } from './connection.ts'

const PATIENCE_MS = 10_000

export interface StreamRange {
  /** The replication id. */
  readonly history: string
  /** The offset of the first byte. */
  readonly from: number
  readonly bytes: number
}

/**
 * The names of the commands in a range of what the server sends its replicas; undefined when the server does not go on
 * from there. The range must lie in the backlog: elsewhere the server would begin a dump for this reader.
 */
export async function commandsSince(
  connection: RedisConnection,
  { history, from, bytes }: StreamRange,
): Promise<readonly string[] | undefined> {
  const socket = await openSocket(connection)
  try {
    const { user, password } = connection
    const login =
      password === undefined ? [] : [['AUTH', ...(user === undefined ? [] : [user]), password.reveal()]]
    for (const command of [...login, ['PSYNC', history, String(from)]]) socket.write(encode(command))
    let received = Buffer.alloc(0)
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      received = Buffer.concat([received, chunk])
      const start = startOfStream(received, login.length + 1)
      if (start === 'refused') return undefined
      if (start !== 'incomplete' && received.length >= start + bytes)
        return commandNames(received.subarray(start, start + bytes))
    }
    return undefined
  } catch {
    return undefined
  } finally {
    socket.destroy()
  }
}

async function openSocket(connection: RedisConnection): Promise<Socket> {
  const options = await socketOptions(connection)
  const secure = 'tls' in options
  const socket = secure ? connectTls(options) : connectPlain(options)
  socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('no answer')))
  await once(socket, secure ? 'secureConnect' : 'connect')
  return socket
}

function encode(words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`
}

/** Behind the answers to the commands, of which the last must say that the server goes on. */
function startOfStream(received: Buffer, answers: number): number | 'incomplete' | 'refused' {
  let at = 0
  for (let answer = 1; answer <= answers; answer += 1) {
    const end = received.indexOf('\r\n', at)
    if (end < 0) return 'incomplete'
    const text = received.toString('latin1', at, end)
    if (answer === answers && !text.startsWith('+CONTINUE')) return 'refused'
    at = end + 2
  }
  return at
}

/** The first word of each command; undefined when the bytes do not end with a command. */
export function commandNames(stream: Buffer): readonly string[] | undefined {
  const names: string[] = []
  let at = 0
  const number = (mark: string): number => {
    const end = stream.indexOf('\r\n', at)
    const found =
      end < 0 || stream.toString('latin1', at, at + 1) !== mark
        ? Number.NaN
        : Number(stream.toString('latin1', at + 1, end))
    at = end + 2
    return found
  }
  while (at < stream.length) {
    const words = number('*')
    for (let word = 0; word < words; word += 1) {
      const length = number('$')
      if (word === 0) names.push(stream.toString('latin1', at, at + length).toUpperCase())
      at += length + 2
    }
    if (!(words > 0) || !(at <= stream.length)) return undefined
  }
  return names
}

import { once } from 'node:events'
import { connect as connectPlain, type Socket } from 'node:net'
import { addAbortSignal } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import { explainLogin, socketOptions, type RedisConnection } from './connection.ts'
import { SILENCE_MS } from './silence.ts'

const LINE_END = '\r\n'

type Word = string | Buffer
/** An answer in RESP 2, of those that are no lists. */
export type Reply = Buffer | number | null

/** A connection of our own, for what the client library does not speak or is too slow for. */
export class RawLink implements AsyncDisposable {
  readonly #socket: Socket
  readonly #chunks: AsyncIterator<Buffer>
  #received = Buffer.alloc(0)
  #at = 0

  private constructor(socket: Socket) {
    this.#socket = socket
    this.#chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  }

  /** Connects and logs in; aborting the signal ends the connection. Throws `server-refused-login`. */
  static async open(connection: RedisConnection, signal: AbortSignal): Promise<RawLink> {
    const options = await socketOptions(connection)
    const secure = 'tls' in options
    const socket = secure ? connectTls(options) : connectPlain(options)
    addAbortSignal(signal, socket)
    socket.setTimeout(SILENCE_MS, () =>
      socket.destroy(new Error(`the server was silent for ${SILENCE_MS} ms`)),
    )
    await once(socket, secure ? 'secureConnect' : 'connect')
    const link = new RawLink(socket)
    const { user, password } = connection
    if (password === undefined) return link
    const answer = await link.ask(['AUTH', ...(user === undefined ? [] : [user]), password.reveal()])
    if (!answer.startsWith('-')) return link
    socket.destroy()
    throw explainLogin(new Error(answer.slice(1)), connection)
  }

  /** Sends one command and returns the line that answers it, with its mark. */
  async ask(words: readonly Word[]): Promise<string> {
    this.#socket.write(encode([words]))
    for (;;) {
      const line = this.#line()
      // Bare line ends only say that the server is still there.
      if (line !== undefined && line !== '') return line
      if (line === undefined) await this.#more(1)
    }
  }

  /** Sends commands at once and returns their answers. Throws at the first that is an error. */
  async exchange(commands: readonly (readonly Word[])[]): Promise<readonly Reply[]> {
    this.#socket.write(encode(commands))
    const replies: Reply[] = []
    while (replies.length < commands.length) {
      const reply = this.#reply()
      if (typeof reply === 'object' && reply !== null && 'missing' in reply) await this.#more(reply.missing)
      else replies.push(reply)
    }
    return replies
  }

  /** The next bytes as they come; undefined when the server has closed the connection. */
  async next(): Promise<Buffer | undefined> {
    if (this.#received.length > this.#at) {
      const bytes = this.#received.subarray(this.#at)
      this.#at = this.#received.length
      return bytes
    }
    const { value, done } = await this.#chunks.next()
    return done === true ? undefined : value
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.destroy()
    await Promise.resolve()
  }

  /** A line without its end; undefined while it has not come whole. */
  #line(): string | undefined {
    const end = this.#received.indexOf('\n', this.#at)
    if (end < 0) return undefined
    const line = this.#received.toString('latin1', this.#at, end).trimEnd()
    this.#at = end + 1
    return line
  }

  #reply(): Reply | { readonly missing: number } {
    const start = this.#at
    const line = this.#line()
    if (line === undefined) return { missing: 1 }
    if (line.startsWith('-')) throw new Error(line.slice(1))
    if (line.startsWith(':')) return Number(line.slice(1))
    if (!line.startsWith('$')) return Buffer.from(line.slice(1), 'latin1')
    const length = Number(line.slice(1))
    if (length < 0) return null
    const end = this.#at + length
    const missing = end + LINE_END.length - this.#received.length
    if (missing > 0) {
      this.#at = start
      return { missing }
    }
    const bytes = this.#received.subarray(this.#at, end)
    this.#at = end + LINE_END.length
    return bytes
  }

  /** Waits for at least so many bytes more. */
  async #more(bytes: number): Promise<void> {
    const pieces: Buffer[] = [this.#received.subarray(this.#at)]
    for (let left = bytes; left > 0;) {
      const { value, done } = await this.#chunks.next()
      if (done === true) throw new Error('the server closed the connection')
      pieces.push(value)
      left -= value.length
    }
    this.#received = Buffer.concat(pieces)
    this.#at = 0
  }
}

function encode(commands: readonly (readonly Word[])[]): Buffer {
  const pieces: Buffer[] = []
  for (const words of commands) {
    let text = `*${words.length}${LINE_END}`
    for (const word of words) {
      const bytes = typeof word === 'string' ? Buffer.from(word) : word
      pieces.push(Buffer.from(`${text}$${bytes.length}${LINE_END}`, 'latin1'), bytes)
      text = LINE_END
    }
    pieces.push(Buffer.from(LINE_END, 'latin1'))
  }
  return Buffer.concat(pieces)
}

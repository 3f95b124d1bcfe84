import { once } from 'node:events'
import { connect as connectPlain, type Socket } from 'node:net'
import { addAbortSignal } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import { socketOptions, type RedisConnection } from './connection.ts'

const LINE_END = '\r\n'
/** A server that makes a dump sends a line end every second. */
const SILENCE_MS = 60_000

/** A connection that speaks as a replica does. */
export class ReplicationLink implements AsyncDisposable {
  readonly #socket: Socket
  readonly #chunks: AsyncIterator<Buffer>
  #received = Buffer.alloc(0)

  private constructor(socket: Socket) {
    this.#socket = socket
    this.#chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  }

  /** Connects and logs in; aborting the signal ends the connection. */
  static async open(connection: RedisConnection, signal: AbortSignal): Promise<ReplicationLink> {
    const options = await socketOptions(connection)
    const secure = 'tls' in options
    const socket = secure ? connectTls(options) : connectPlain(options)
    addAbortSignal(signal, socket)
    socket.setTimeout(SILENCE_MS, () =>
      socket.destroy(new Error(`the server was silent for ${SILENCE_MS} ms`)),
    )
    await once(socket, secure ? 'secureConnect' : 'connect')
    const link = new ReplicationLink(socket)
    const { user, password } = connection
    if (password === undefined) return link
    const answer = await link.ask(['AUTH', ...(user === undefined ? [] : [user]), password.reveal()])
    if (!answer.startsWith('-')) return link
    socket.destroy()
    throw new Error(answer.slice(1))
  }

  /** Sends one command and returns the line that answers it, with its mark. */
  async ask(words: readonly string[]): Promise<string> {
    const bulks = words.map((word) => `$${Buffer.byteLength(word)}${LINE_END}${word}${LINE_END}`)
    this.#socket.write(`*${words.length}${LINE_END}${bulks.join('')}`)
    for (;;) {
      const line = await this.#line()
      // Bare line ends only say that the server is still there.
      if (line !== '') return line
    }
  }

  /** The next bytes as they come; undefined when the server has closed the connection. */
  async next(): Promise<Buffer | undefined> {
    if (this.#received.length > 0) {
      const bytes = this.#received
      this.#received = Buffer.alloc(0)
      return bytes
    }
    const { value, done } = await this.#chunks.next()
    return done === true ? undefined : value
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.destroy()
    await Promise.resolve()
  }

  async #line(): Promise<string> {
    for (;;) {
      const end = this.#received.indexOf('\n')
      if (end >= 0) {
        const line = this.#received.toString('latin1', 0, end).trimEnd()
        this.#received = this.#received.subarray(end + 1)
        return line
      }
      const { value, done } = await this.#chunks.next()
      if (done === true) throw new Error('the server closed the connection')
      this.#received = Buffer.concat([this.#received, value])
    }
  }
}

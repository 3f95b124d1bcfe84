import { Readable } from 'node:stream'
import { LifeboatError } from '../../core/errors.ts'
import type { Repository } from './repository.ts'

const NEWLINE = 0x0a

/** The contents of these objects, in order, through one process; undefined for a name that git does not know. */
export async function* readBlobs(
  repository: Repository,
  names: readonly string[],
): AsyncGenerator<Uint8Array | undefined> {
  if (names.length === 0) return
  const git = repository.start(['cat-file', '--batch'], {
    stdin: Readable.from(names.map((name) => `${name}\n`)),
  })
  const input = new ByteReader(git.stdout)
  for (const name of names) {
    const header = (await input.line()).toString('utf8')
    if (header.endsWith(' missing')) {
      yield undefined
      continue
    }
    const [, kind, size] = /^\S+ (\S+) (\d+)$/.exec(header) ?? []
    if (kind !== 'blob') throw unexpectedAnswer(name, header)
    yield await input.exactly(Number(size))
    await input.exactly(1)
  }
  await git.finished
}

/** Takes lines and counted runs of bytes from a stream. */
class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(stream: Readable) {
    this.#chunks = (stream as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  }

  async line(): Promise<Buffer> {
    for (;;) {
      const end = this.#rest.indexOf(NEWLINE)
      if (end !== -1) {
        const line = this.#rest.subarray(0, end)
        this.#rest = this.#rest.subarray(end + 1)
        return line
      }
      await this.#more(1)
    }
  }

  async exactly(length: number): Promise<Buffer> {
    await this.#more(length - this.#rest.length)
    const bytes = this.#rest.subarray(0, length)
    this.#rest = this.#rest.subarray(length)
    return bytes
  }

  async #more(missing: number): Promise<void> {
    const chunks = [this.#rest]
    for (let left = missing; left > 0;) {
      const next = await this.#chunks.next()
      if (next.done === true) throw unexpectedAnswer('cat-file', 'its output ended early')
      chunks.push(next.value)
      left -= next.value.length
    }
    if (chunks.length > 1) this.#rest = Buffer.concat(chunks)
  }
}

function unexpectedAnswer(name: string, why: string): LifeboatError {
  return new LifeboatError({ code: 'program-failed', what: `git could not read ${name}`, why })
}

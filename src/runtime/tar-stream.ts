import { Readable } from 'node:stream'

/** One file for an archive. */
export interface TarFile {
  /** Relative, `/`-separated. */
  readonly name: string
  readonly bytes: number
  readonly content: () => Promise<Readable>
}

const BLOCK_BYTES = 512
/** What the header's own fields hold; longer names and larger files are said in front of it, in POSIX form. */
const LONGEST_NAME = 100
const LARGEST_FILE = 0o77777777777

/** The files as one tar archive, each opened when it is its turn. Fails with what a file fails with, or when one is not as long as said. */
export function tarStream(files: AsyncIterable<TarFile>): Readable {
  return Readable.from(blocks(files), { objectMode: false })
}

async function* blocks(files: AsyncIterable<TarFile>): AsyncGenerator<Buffer> {
  for await (const { name, bytes, content } of files) {
    if (Buffer.byteLength(name) > LONGEST_NAME || bytes > LARGEST_FILE) yield* extended(name, bytes)
    yield header({ name, bytes, type: '0' })
    let sent = 0
    for await (const chunk of (await content()) as AsyncIterable<Buffer>) {
      sent += chunk.length
      yield chunk
    }
    if (sent !== bytes) throw new Error(`${name} gave ${sent} bytes instead of ${bytes}`)
    yield padding(bytes)
  }
  yield Buffer.alloc(2 * BLOCK_BYTES)
}

function* extended(name: string, bytes: number): Generator<Buffer> {
  const content = Buffer.from(record('path', name) + record('size', String(bytes)))
  yield header({ name: 'extended', bytes: content.length, type: 'x' })
  yield content
  yield padding(content.length)
}

/** The length counts itself too. */
function record(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`
  let length = Buffer.byteLength(rest)
  for (let digits = 0; digits !== String(length).length;) {
    digits = String(length).length
    length = Buffer.byteLength(rest) + digits
  }
  return `${length}${rest}`
}

function header({
  name,
  bytes,
  type,
}: {
  readonly name: string
  readonly bytes: number
  readonly type: string
}): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES)
  block.write(Buffer.from(name).subarray(0, LONGEST_NAME).toString('latin1'), 0, 'latin1')
  const octal = (value: number, at: number, length: number): void => {
    block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1')
  }
  octal(0o600, 100, 8)
  octal(0, 108, 8)
  octal(0, 116, 8)
  octal(Math.min(bytes, LARGEST_FILE), 124, 12)
  octal(0, 136, 12)
  block.write(type, 156)
  block.write('ustar\u000000', 257, 'latin1')
  block.write(' '.repeat(8), 148)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return block
}

function padding(bytes: number): Buffer {
  return Buffer.alloc((BLOCK_BYTES - (bytes % BLOCK_BYTES)) % BLOCK_BYTES)
}

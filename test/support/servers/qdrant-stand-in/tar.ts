import { closeSync, openSync, writeSync } from 'node:fs'

const BLOCK = 512

/** Writes a tar archive; every member's content comes as pieces of text. */
export function writeTar(
  path: string,
  members: Iterable<readonly [name: string, pieces: readonly Buffer[]]>,
): void {
  const file = openSync(path, 'w')
  try {
    for (const [name, pieces] of members) {
      const size = pieces.reduce((sum, piece) => sum + piece.length, 0)
      writeSync(file, header(name, size))
      for (const piece of pieces) writeSync(file, piece)
      writeSync(file, Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK))
    }
    writeSync(file, Buffer.alloc(2 * BLOCK))
  } finally {
    closeSync(file)
  }
}

function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK)
  block.write(name, 0, 100, 'utf8')
  block.write('0000644\u00000000000\u00000000000\u0000', 100, 'latin1')
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1')
  block.write(`${Math.floor(Date.now() / 1000).toString(8)}\0`, 136, 'latin1')
  block.write('        0', 148, 'latin1')
  block.write('ustar\u000000', 257, 'latin1')
  let sum = 0
  for (const byte of block) sum += byte
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return block
}

/** The members of an archive. Throws when it is cut short inside of one; its end mark is not asked for. */
export function readTar(bytes: Buffer): ReadonlyMap<string, Buffer> {
  const members = new Map<string, Buffer>()
  for (let at = 0; at + BLOCK <= bytes.length;) {
    const block = bytes.subarray(at, at + BLOCK)
    if (block.every((byte) => byte === 0)) break
    const size = Number.parseInt(block.toString('latin1', 124, 135), 8)
    if (block.toString('latin1', 257, 262) !== 'ustar')
      throw new Error('Malformed tar archive, reached unknown entry')
    const name = block.toString('utf8', 0, block.indexOf(0))
    at += BLOCK
    if (at + size > bytes.length) throw new Error(`failed to unpack \`${name}\``)
    members.set(name, bytes.subarray(at, at + size))
    at += Math.ceil(size / BLOCK) * BLOCK
  }
  if (bytes.length > 0 && bytes.length < BLOCK)
    throw new Error('Malformed tar archive, reached unknown entry')
  return members
}

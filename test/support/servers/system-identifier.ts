import { randomBytes } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'

const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let crc = index
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  return crc
})

/**
 * Gives a copied cluster an identity of its own; `pg_resetwal` must follow, so that the WAL carries it too.
 * The checksum lies at another offset in each major version and is found by being right.
 */
export async function renewSystemIdentifier(dataFolder: string): Promise<void> {
  await using file = await open(join(dataFolder, 'global', 'pg_control'), 'r+')
  const control = Buffer.alloc(1024)
  await file.read(control, 0, control.length, 0)
  const offset = findChecksum(control)
  randomBytes(7).copy(control)
  control.writeUInt32LE(checksum(control.subarray(0, offset)), offset)
  await file.write(control, 0, control.length, 0)
}

function findChecksum(control: Buffer): number {
  for (let offset = 128; offset <= control.length - 4; offset += 4) {
    if (checksum(control.subarray(0, offset)) === control.readUInt32LE(offset)) return offset
  }
  throw new Error('no checksum found in pg_control')
}

function checksum(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0)
  return ~crc >>> 0
}

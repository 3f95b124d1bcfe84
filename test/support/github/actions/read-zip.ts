import { inflateRawSync } from 'node:zlib'

const ENTRY = 0x02014b50
const LOCAL_HEADER_BYTES = 30
const ENTRY_BYTES = 46

/** The files of a zip archive by name, read from its central directory. */
export function readZip(zip: Buffer): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  const begin = Buffer.from([0x50, 0x4b, 0x01, 0x02])
  for (let at = zip.indexOf(begin); at >= 0 && zip.readUInt32LE(at) === ENTRY;) {
    const [compressed, nameLength] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)]
    const name = zip.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + nameLength)
    const local = zip.readUInt32LE(at + 42)
    const data = local + LOCAL_HEADER_BYTES + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const content = zip.subarray(data, data + compressed)
    files.set(name, (zip.readUInt16LE(at + 10) === 0 ? content : inflateRawSync(content)).toString())
    at += ENTRY_BYTES + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return files
}

import { open } from 'node:fs/promises'
import { LifeboatError } from '../../core/errors.ts'
import { ByteReader } from './rdb/byte-reader.ts'
import { Crc64 } from './rdb/crc64.ts'
import { readEntries, type DumpEntry } from './rdb/entries.ts'
import { skipValue } from './rdb/key-digest.ts'
import type { Magic } from './rdb/magic.ts'

const END_MARKER = Buffer.from([0xff])
const PIECE_BYTES = 256 * 1024

/** What the dumps before have told, so that it is not told twice. */
interface Told {
  magic?: Magic
  readonly functions: Set<string>
}

/**
 * Makes one dump of those of a cluster's slot owners, whose keys are apart, so that one server can load them all. Each
 * value is copied as it stands. Throws `server-unsupported` when their formats differ.
 */
export async function* mergeDumps(paths: readonly string[]): AsyncGenerator<Buffer> {
  const crc = new Crc64()
  const told: Told = { functions: new Set() }
  for (const [index, path] of paths.entries()) {
    for await (const bytes of readKept(path, told, index === 0)) {
      crc.update(bytes)
      yield bytes
    }
  }
  crc.update(END_MARKER)
  yield Buffer.concat([END_MARKER, crc.digest()])
}

/** The bytes of a dump without its end, and without what was told before. */
async function* readKept(path: string, told: Told, first: boolean): AsyncGenerator<Buffer> {
  await using file = await open(path, 'r')
  const reader = ByteReader.ofFile(file.fd)
  let from = 0
  let before = 0
  for (const entry of readEntries(reader)) {
    if (entry.kind === 'key') skipValue(reader, entry.type, told.magic?.valkey === true)
    const kept = isNews(entry, told, first)
    if (!kept || reader.position - from >= PIECE_BYTES) {
      const to = kept ? reader.position : before
      for (let at = from; at < to; at += PIECE_BYTES) {
        const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, to - at))
        await file.read(piece, 0, piece.length, at)
        yield piece
      }
      from = reader.position
    }
    before = reader.position
  }
}

function isNews(entry: DumpEntry, told: Told, first: boolean): boolean {
  if (entry.kind === 'key' || entry.kind === 'hint') return true
  if (entry.kind === 'end') return false
  if (entry.kind === 'magic') requireSameFormat(entry.magic, told)
  if (entry.kind !== 'function') return first
  const known = told.functions.has(entry.code)
  told.functions.add(entry.code)
  return !known
}

function requireSameFormat(magic: Magic, told: Told): void {
  const { valkey, version } = (told.magic ??= magic)
  if (valkey === magic.valkey && version === magic.version) return
  throw new LifeboatError({
    code: 'server-unsupported',
    what: 'the slot owners of the cluster were of different versions, so no one server can load their dumps together',
    fix: 'bring all nodes to one version, and back up again',
  })
}

import { open } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import type { Context } from '../../core/context.ts'
import { collectEagerly } from '../../runtime/small-heap.ts'
import { cancelled } from '../../runtime/cancelled.ts'
import { ByteReader } from './rdb/byte-reader.ts'
import { readEntries, type DumpEntry, type KeyEntry } from './rdb/entries.ts'
import { KeyDigester } from './rdb/key-digest.ts'
import { Tally } from './tally.ts'

/** How long other work of this process may wait. */
const SLICE_MS = 20
const KEYS_BETWEEN_LOOKS = 64

/** What a dump holds, read from its file without a server. */
export class Contents {
  /** What the dump says about itself: `redis-ver`, `ctime`, `repl-offset`. */
  readonly facts = new Map<string, string>()
  readonly databases = new Map<number, Tally>()
  /** The code of each function library. */
  readonly functions = new Set<string>()
  /** The types of modules that have written something. */
  readonly modules = new Set<string>()
  valkey = false
  /** When the first key expires (ms since 1970), `Infinity` when none does. */
  firstExpiry = Infinity
  /** Bytes of the largest value, as it stands in the dump. */
  largestValue = 0

  tallyOf(database: number): Tally {
    const found = this.databases.get(database)
    if (found !== undefined) return found
    const made = new Tally()
    this.databases.set(database, made)
    return made
  }

  /** Adds what the dump of another slot owner holds. */
  merge(other: Contents): void {
    for (const [database, tally] of other.databases) this.tallyOf(database).merge(tally)
    for (const code of other.functions) this.functions.add(code)
    for (const name of other.modules) this.modules.add(name)
    this.firstExpiry = Math.min(this.firstExpiry, other.firstExpiry)
    this.largestValue = Math.max(this.largestValue, other.largestValue)
  }
}

export interface ReadRequest {
  /** Makes the digests of two backups unlike. */
  readonly seed: string
  readonly context: Pick<Context, 'signal'>
  /** Sees each key with its digest and says whether it counts; without it every one does. */
  readonly counts?: (entry: KeyEntry, digest: string) => boolean
}

/** Reads a dump's file from its beginning to its end marker, and digests every key. Throws `part-malformed` or `server-too-new`. */
export async function readContents(path: string, request: ReadRequest): Promise<Contents> {
  const { seed, context, counts = () => true } = request
  using _eager = collectEagerly()
  await using file = await open(path, 'r')
  const reader = ByteReader.ofFile(file.fd)
  const digester = new KeyDigester(seed)
  const contents = new Contents()
  let seen = 0
  let pauseAt = performance.now() + SLICE_MS
  for (const entry of readEntries(reader)) {
    if (entry.kind !== 'key') {
      note(contents, entry)
      continue
    }
    const start = reader.position
    const { kind, digest, module } = digester.digest(reader, entry, contents.valkey)
    contents.largestValue = Math.max(contents.largestValue, reader.position - start)
    if (module !== undefined) contents.modules.add(module)
    if (counts(entry, digest)) {
      contents.tallyOf(entry.database).add(kind, digest, entry.expiresAt)
      if (entry.expiresAt !== undefined)
        contents.firstExpiry = Math.min(contents.firstExpiry, entry.expiresAt)
    }
    seen += 1
    if (seen % KEYS_BETWEEN_LOOKS !== 0 || performance.now() < pauseAt) continue
    if (context.signal.aborted) throw cancelled(context.signal)
    await setImmediate()
    pauseAt = performance.now() + SLICE_MS
  }
  return contents
}

function note(contents: Contents, entry: Exclude<DumpEntry, KeyEntry>): void {
  if (entry.kind === 'magic') contents.valkey = entry.magic.valkey
  else if (entry.kind === 'fact') contents.facts.set(entry.name, entry.value)
  else if (entry.kind === 'function') contents.functions.add(entry.code)
  else if (entry.kind === 'module') contents.modules.add(entry.name)
}

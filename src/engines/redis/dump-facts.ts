import { open } from 'node:fs/promises'
import { ByteReader } from './rdb/byte-reader.ts'
import { readEntries } from './rdb/entries.ts'
import { malformed } from './rdb/malformed.ts'

const YEAR_10000 = Date.UTC(10_000, 0)

/** What a dump's head says about itself. Throws `part-malformed`. */
export async function readFacts(path: string): Promise<ReadonlyMap<string, string>> {
  await using file = await open(path, 'r')
  const facts = new Map<string, string>()
  for (const entry of readEntries(ByteReader.ofFile(file.fd))) {
    if (entry.kind === 'fact') facts.set(entry.name, entry.value)
    else if (entry.kind !== 'magic') break
  }
  return facts
}

/** When the dump was made, by the server's clock. Throws `part-malformed`: a backup of an unknown instant meets no objective. */
export function instantOf(facts: ReadonlyMap<string, string>): string {
  const ctime = facts.get('ctime') ?? ''
  const at = new Date(Number(ctime) * 1000)
  if (!/^\d+$/.test(ctime) || !(at.getTime() > 0 && at.getTime() < YEAR_10000)) {
    throw malformed('its head does not say when it was made')
  }
  return at.toISOString()
}

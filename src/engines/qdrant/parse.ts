import { createHash } from 'node:crypto'
import type { Check, PartSource } from '../../core/engine.ts'
import { isLifeboatError } from '../../core/errors.ts'
import { CATALOGUE, readCatalogue, type SnapshotEntry } from './parts.ts'
import { TarWalker } from './snapshots/tar-walker.ts'

/** Reads every snapshot to the end of its archive and compares its checksum with what the server gave. */
export async function parse(parts: PartSource): Promise<readonly Check[]> {
  try {
    const { collections } = await readCatalogue(parts)
    const detail = `${collections.length} collections`
    const checks: Check[] = [{ name: CATALOGUE, result: 'passed', detail }]
    for (const entry of collections.flatMap(({ snapshots }) => snapshots)) {
      checks.push(await parseSnapshot(parts, entry))
    }
    return checks
  } catch (error) {
    if (!isLifeboatError(error, 'part-malformed')) throw error
    return [{ name: CATALOGUE, result: 'failed', detail: error.message }]
  }
}

async function parseSnapshot(parts: PartSource, { part, sha256, bytes }: SnapshotEntry): Promise<Check> {
  if (!parts.names.includes(part)) return { name: part, result: 'failed', detail: 'it is not in the backup' }
  const digest = createHash('sha256')
  const archive = new TarWalker()
  let received = 0
  for await (const chunk of (await parts.open(part)) as AsyncIterable<Buffer>) {
    digest.update(chunk)
    archive.add(chunk)
    received += chunk.length
  }
  const found = digest.digest('hex')
  if (found !== sha256) {
    const detail = `SHA-256 ${found} of ${received} bytes, where the server made ${sha256} of ${bytes} bytes`
    return { name: part, result: 'failed', detail }
  }
  const broken = archive.end()
  if (broken !== undefined) return { name: part, result: 'failed', detail: broken }
  return { name: part, result: 'passed', detail: `${archive.members} files, with the checksum of the server` }
}
